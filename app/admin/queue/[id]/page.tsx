import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { bounceQueued, dropQueued, holdQueued, retryQueued } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { queueLooks } from '#components/admin/queue-table.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { queueHeaders, queueList } from '#server/admin/operations/queue.ts';
import { ask } from '#server/admin/page.ts';

export default async function QueuedMessage({ params }: { params: Promise<{ id: string }> }) {
  const { id: text } = await params;
  const id = /^\d{1,15}$/.test(text) ? Number(text) : notFound();
  const { headers } = await ask(queueHeaders, { id });
  const rows = (await ask(queueList, { limit: 5000 })).items.filter((row) => row.id === id);
  const [first = notFound()] = rows;
  const t = await getTranslations('admin.queue');
  const format = adminFormat(await getLocale());
  const fields = { id: String(id) };
  return (
    <PageBody>
      <Breadcrumb href="/admin/queue" name={t('title')} />
      <PageHead
        title={t('message', { id: text })}
        about={t('messageAbout', {
          from: first.sender || t('mailSystem'),
          size: format.bytes(first.size),
          since: format.time(first.createdAt),
          until: format.time(first.expiresAt),
        })}
      />
      <div className="mb-6 flex flex-wrap items-start gap-2">
        <ActionForm action={retryQueued} className="grid gap-2">
          <input type="hidden" name="id" value={id} />
          <Button type="submit" variant="primary" size="sm">
            {t('retry')}
          </Button>
        </ActionForm>
        {rows.some(({ state }) => state !== 'held') && (
          <ActionForm action={holdQueued} className="grid gap-2">
            <input type="hidden" name="id" value={id} />
            <Button type="submit" size="sm">
              {t('hold')}
            </Button>
          </ActionForm>
        )}
        <ConfirmForm
          action={bounceQueued}
          name={t('bounce')}
          question={t('bounceQuestion')}
          consequence={t('bounceWhat')}
          fields={fields}
        />
        <ConfirmForm action={dropQueued} name={t('drop')} question={t('dropQuestion')} consequence={t('dropWhat')} fields={fields} />
      </div>
      <Section title={t('recipients')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('recipients')}
            columns={[
              { name: t('state') },
              { name: t('to') },
              { name: t('attempts'), end: true },
              { name: t('nextTry'), end: true },
              { name: t('lastReply') },
            ]}
          >
            {rows.map((row) => (
              <tr key={row.recipient}>
                <Cell>
                  <StatusBadge look={queueLooks[row.state]}>{t(`states.${row.state}`)}</StatusBadge>
                </Cell>
                <Cell className="font-medium">
                  <span dir="ltr">{row.recipient}</span>
                </Cell>
                <Cell end>{row.attempts}</Cell>
                <Cell end>{row.nextAt ? format.time(row.nextAt) : ''}</Cell>
                <Cell className="font-mono text-[12px] text-fg-2">
                  <span dir="auto">{[row.host, row.said].filter(Boolean).join(': ')}</span>
                </Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
      <Section title={t('header')} about={t('headerAbout')}>
        <Card>
          <dl className="grid gap-1.5 p-4 font-mono text-[12px] leading-4.5" dir="ltr">
            {headers.map(({ name, value }, index) => (
              <div key={index} className="grid grid-cols-[140px_minmax(0,1fr)] gap-3 max-sm:grid-cols-1 max-sm:gap-0">
                <dt className="text-fg-3">{name}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </Section>
    </PageBody>
  );
}
