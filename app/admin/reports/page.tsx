import { getLocale, getTranslations } from 'next-intl/server';
import { adminFormat } from '#components/admin/format.ts';
import { RowLink } from '#components/admin/row-link.tsx';
import { Section } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { reportList, reportSent } from '#server/admin/operations/reports.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

const kinds = { dmarc: 'DMARC', tls: 'TLS' };

export default async function Reports() {
  const caller = await callerOfPage();
  const [{ items }, sent] = await Promise.all([ask(reportList, {}), caller.domains === null ? ask(reportSent, {}) : { items: [] }]);
  const t = await getTranslations('admin.reports');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <Section title={t('received')}>
        <TableCard
          label={t('received')}
          rows={items}
          keyOf={({ id }) => id}
          empty={t('none')}
          columns={[
            {
              name: t('by'),
              className: 'max-w-72 truncate',
              cell: ({ id, org }) => (
                <RowLink href={`/admin/reports/${id}`} dir="auto">
                  {org}
                </RowLink>
              ),
            },
            { name: t('kind'), cell: ({ kind }) => kinds[kind] },
            { name: t('domain'), cell: ({ domain }) => <span dir="ltr">{domain}</span> },
            { name: t('time'), cell: ({ from }) => format.day(from) },
            { name: t('passed'), end: true, cell: ({ passed }) => format.count(passed) },
            {
              ...{ name: t('failed'), end: true },
              className: ({ failed }) => (failed > 0 ? 'text-warning' : ''),
              cell: ({ failed }) => format.count(failed),
            },
            {
              name: t('sender'),
              cell: ({ verified }) => <StatusBadge look={verified ? 'ok' : 'warn'}>{verified ? t('proven') : t('unproven')}</StatusBadge>,
            },
          ]}
        />
      </Section>
      {caller.domains === null && (
        <Section title={t('sent')}>
          <TableCard
            label={t('sent')}
            rows={sent.items}
            keyOf={({ kind, domain, day }) => `${kind} ${domain} ${day}`}
            empty={t('noneSent')}
            columns={[
              { name: t('time'), cell: ({ day }) => day },
              { name: t('kind'), cell: ({ kind }) => kinds[kind] },
              { name: t('domain'), cell: ({ domain }) => <span dir="ltr">{domain}</span> },
              { name: t('to'), look: 'dim', cell: ({ recipients }) => <span dir="ltr">{recipients.join(', ')}</span> },
            ]}
          />
        </Section>
      )}
    </PageBody>
  );
}
