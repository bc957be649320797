import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { addWebhook } from '#components/admin/actions.ts';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { DomainChoice } from '#components/admin/domain-choice.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { domainList } from '#server/admin/operations/domains.ts';
import { webhookList } from '#server/admin/operations/webhooks.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function Webhooks() {
  const caller = await callerOfPage();
  const [{ items }, { items: domains }] = await Promise.all([ask(webhookList, {}), ask(domainList, {})]);
  const t = await getTranslations('admin.webhooks');
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <Disclosure name={t('new')}>
        <ActionForm action={addWebhook} className="grid max-w-2xl gap-4">
          <TextField label={t('url')} name="url" type="url" required placeholder="https://example.org/mail-events" autoComplete="off" />
          <TextField label={t('events')} name="events" hint={t('eventsHint')} placeholder="sent bounced deferred" autoComplete="off" />
          <DomainChoice domains={domains.map(({ name }) => name)} all={caller.domains !== null} />
          <div>
            <Button type="submit" variant="primary">
              {t('make')}
            </Button>
          </div>
        </ActionForm>
      </Disclosure>
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[
            { name: t('url') },
            { name: t('state') },
            { name: t('events') },
            { name: t('waiting'), end: true },
            { name: t('answer') },
          ]}
          empty={t('none')}
        >
          {items.map((hook) => (
            <tr key={hook.id} className="hover:bg-hover">
              <Cell className="max-w-96 truncate">
                <Link href={`/admin/webhooks/${hook.id}`} className="font-medium text-fg hover:underline" dir="ltr">
                  {hook.url}
                </Link>
              </Cell>
              <Cell>
                <StatusBadge look={hook.enabled ? 'ok' : 'plain'}>{hook.enabled ? t('on') : t('off')}</StatusBadge>
              </Cell>
              <Cell className="font-mono text-[12px]">{hook.events.join(' ') || t('allEvents')}</Cell>
              <Cell end>{hook.waiting}</Cell>
              <Cell className="max-w-72 truncate text-fg-2">{[hook.lastStatus, hook.lastText].filter(Boolean).join(' ')}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
