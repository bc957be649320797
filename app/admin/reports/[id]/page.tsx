import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { DmarcRows, TlsPolicies } from '#components/admin/domains/report-body.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { reportShow } from '#server/admin/operations/reports.ts';
import { ask } from '#server/admin/page.ts';

export default async function ReportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id: text } = await params;
  const id = /^\d{1,15}$/.test(text) ? Number(text) : notFound();
  const report = await ask(reportShow, { id });
  const t = await getTranslations('admin.reports');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <Breadcrumb href="/admin/reports" name={t('title')} />
      <PageHead
        title={t('reportOf', { org: report.org })}
        about={t('reportAbout', {
          domain: report.domain,
          from: format.time(report.from),
          to: format.time(report.until),
          passed: report.passed,
          failed: report.failed,
        })}
      />
      {report.kind === 'dmarc' ? <DmarcRows body={report.body} /> : <TlsPolicies body={report.body} />}
    </PageBody>
  );
}
