import { getTranslations } from 'next-intl/server';
import { addWebhook } from '#components/admin/actions.ts';
import { DomainChoice } from '#components/admin/domains/domain-choice.tsx';
import { NewForm } from '#components/admin/new-form.tsx';
import { RowLink } from '#components/admin/row-link.tsx';
import { answerOf } from '#components/admin/webhook-answer.ts';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
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
      <NewForm name={t('new')} action={addWebhook} submit={t('make')} width="wide">
        <TextField label={t('url')} name="url" type="url" required placeholder="https://example.org/mail-events" autoComplete="off" />
        <TextField label={t('events')} name="events" hint={t('eventsHint')} placeholder="sent bounced deferred" autoComplete="off" />
        <DomainChoice domains={domains.map(({ name }) => name)} all={caller.domains !== null} />
      </NewForm>
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ id }) => id}
        empty={t('none')}
        columns={[
          {
            name: t('url'),
            className: 'max-w-96 truncate',
            cell: ({ id, url }) => <RowLink href={`/admin/webhooks/${id}`}>{url}</RowLink>,
          },
          {
            name: t('state'),
            cell: ({ enabled }) => <StatusBadge look={enabled ? 'ok' : 'plain'}>{enabled ? t('on') : t('off')}</StatusBadge>,
          },
          { name: t('events'), look: 'code', cell: ({ events }) => events.join(' ') || t('allEvents') },
          { name: t('waiting'), end: true, cell: ({ waiting }) => waiting },
          { name: t('answer'), look: 'dim', className: 'max-w-72 truncate', cell: answerOf },
        ]}
      />
    </PageBody>
  );
}
