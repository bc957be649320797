import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { bounceQueued, dropQueued, holdQueued, retryQueued } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { queueLooks } from '#components/admin/queue-table.tsx';
import { ActButton } from '#components/ui/act-button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
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
  const fields = { id };
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
        <ActButton action={retryQueued} fields={{ id }} variant="primary">
          {t('retry')}
        </ActButton>
        {rows.some(({ state }) => state !== 'held') && (
          <ActButton action={holdQueued} fields={{ id }}>
            {t('hold')}
          </ActButton>
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
        <TableCard
          label={t('recipients')}
          rows={rows}
          keyOf={({ recipient }) => recipient}
          columns={[
            { name: t('state'), cell: ({ state }) => <StatusBadge look={queueLooks[state]}>{t(`states.${state}`)}</StatusBadge> },
            { name: t('to'), look: 'strong', cell: ({ recipient }) => <span dir="ltr">{recipient}</span> },
            { name: t('attempts'), end: true, cell: ({ attempts }) => attempts },
            { name: t('nextTry'), end: true, cell: ({ nextAt }) => (nextAt ? format.time(nextAt) : '') },
            {
              name: t('lastReply'),
              look: 'code',
              wrap: true,
              cell: ({ host, said }) => <span dir="auto">{[host, said].filter(Boolean).join(': ')}</span>,
            },
          ]}
        />
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
