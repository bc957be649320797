import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { DestinationTable } from '#components/admin/queue/destination-table.tsx';
import { QueueState } from '#components/admin/queue/queue-table.tsx';
import { QueuedActs } from '#components/admin/queue/queued-acts.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { destinationList } from '#server/admin/operations/delivery.ts';
import { queueHeaders, queueList } from '#server/admin/operations/queue.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function QueuedMessage({ params }: { params: Promise<{ id: string }> }) {
  const { id: text } = await params;
  const id = /^\d{1,15}$/.test(text) ? Number(text) : notFound();
  const { headers } = await ask(queueHeaders, { id });
  const caller = await callerOfPage();
  const { items: rows } = await ask(queueList, { id, limit: 5000 });
  const [first = notFound()] = rows;
  const domains = new Set(rows.map(({ recipient }) => recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase()));
  const known = caller.domains === null ? (await ask(destinationList, {})).items.filter(({ domain }) => domains.has(domain)) : [];
  const t = await getTranslations('admin.queue');
  const format = adminFormat(await getLocale());
  const d = await getTranslations('admin.delivery');
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
      >
        {first.traceId && (
          <Link href={`/admin/trace/${encodeURIComponent(first.traceId)}`} className={buttonLook('secondary', 'sm')}>
            {t('story')}
          </Link>
        )}
      </PageHead>
      {first.route !== null && <p className="-mt-2 mb-4 text-fg-2">{t('routeNow', { route: first.route })}</p>}
      <QueuedActs id={id} rows={rows} mayReroute={caller.domains === null} />
      <Section title={t('recipients')}>
        <TableCard
          label={t('recipients')}
          rows={rows}
          keyOf={({ recipient }) => recipient}
          columns={[
            { name: t('state'), cell: (row) => <QueueState row={row} /> },
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
      {known.length > 0 && (
        <Section title={d('destinations')} about={d('destinationsAbout')}>
          <DestinationTable rows={known} now={new Date()} />
        </Section>
      )}
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
