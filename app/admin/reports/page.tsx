import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { adminFormat } from '#components/admin/format.ts';
import { Card, Section } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { reportList, reportSent } from '#server/admin/operations/reports.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function Reports() {
  const caller = await callerOfPage();
  const [{ items }, sent] = await Promise.all([ask(reportList, {}), caller.domains === null ? ask(reportSent, {}) : { items: [] }]);
  const t = await getTranslations('admin.reports');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <Section title={t('received')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('received')}
            columns={[
              { name: t('by') },
              { name: t('kind') },
              { name: t('domain') },
              { name: t('time') },
              { name: t('passed'), end: true },
              { name: t('failed'), end: true },
              { name: t('sender') },
            ]}
            empty={t('none')}
          >
            {items.map((report) => (
              <tr key={report.id} className="hover:bg-hover">
                <Cell>
                  <Link href={`/admin/reports/${report.id}`} className="font-medium text-fg hover:underline">
                    {report.org}
                  </Link>
                </Cell>
                <Cell>{report.kind === 'dmarc' ? 'DMARC' : 'TLS'}</Cell>
                <Cell>
                  <span dir="ltr">{report.domain}</span>
                </Cell>
                <Cell>{format.day(report.from)}</Cell>
                <Cell end>{format.count(report.passed)}</Cell>
                <Cell end className={report.failed > 0 ? 'text-warning' : ''}>
                  {format.count(report.failed)}
                </Cell>
                <Cell>
                  <StatusBadge look={report.verified ? 'ok' : 'warn'}>{report.verified ? t('proven') : t('unproven')}</StatusBadge>
                </Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
      {caller.domains === null && (
        <Section title={t('sent')}>
          <Card className="overflow-hidden">
            <DataTable
              label={t('sent')}
              columns={[{ name: t('time') }, { name: t('kind') }, { name: t('domain') }, { name: t('to') }]}
              empty={t('noneSent')}
            >
              {sent.items.map((report) => (
                <tr key={`${report.kind} ${report.domain} ${report.day}`}>
                  <Cell>{report.day}</Cell>
                  <Cell>{report.kind === 'dmarc' ? 'DMARC' : 'TLS'}</Cell>
                  <Cell>
                    <span dir="ltr">{report.domain}</span>
                  </Cell>
                  <Cell className="text-fg-2">
                    <span dir="ltr">{report.recipients.join(', ')}</span>
                  </Cell>
                </tr>
              ))}
            </DataTable>
          </Card>
        </Section>
      )}
    </PageBody>
  );
}
