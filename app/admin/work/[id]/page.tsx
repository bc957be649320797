import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { cancelWork } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { JobBadge, JobBar, jobName } from '#components/admin/job-state.tsx';
import { problemTeller } from '#components/admin/problem-text.ts';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { jobGet } from '#server/admin/operations/jobs.ts';
import { restoreKind } from '#server/admin/operations/past.ts';
import { ask } from '#server/admin/page.ts';

export default async function WorkPage({ params }: { params: Promise<{ id: string }> }) {
  const { id: given } = await params;
  const id = /^\d{1,15}$/.test(given) ? Number(given) : notFound();
  const job = await ask(jobGet, { id });
  const t = await getTranslations('admin.work');
  const tell = await problemTeller();
  const format = adminFormat(await getLocale());
  const isOpen = job.finishedAt === null;
  return (
    <PageBody>
      {isOpen && <RefreshEvery seconds={1} quiet />}
      <Breadcrumb href="/admin/work" name={t('title')} />
      <PageHead title={jobName(t, job.kind)} about={t('begunBy', { who: job.madeBy, when: format.time(job.createdAt) })}>
        <JobBadge state={job.state} />
      </PageHead>
      <Card className="mb-6 grid gap-3 p-4">
        <p role="status" className="tabular-nums">
          {job.kind === restoreKind
            ? t('share', { share: format.percent(job.done / job.total) })
            : t('doneOf', { done: job.done, total: job.total })}
        </p>
        <JobBar done={job.done} total={job.total} label={t('progress')} />
        {job.doing && (
          <p className="font-mono text-[12px] leading-4 break-words text-fg-2" dir="ltr">
            {job.doing}
          </p>
        )}
        {isOpen && (
          <div className="flex">
            <ActButton action={cancelWork} fields={{ id }} beside>
              {t('cancel')}
            </ActButton>
          </div>
        )}
      </Card>
      <Section title={t('report')}>
        <TableCard
          label={t('report')}
          rows={job.report}
          keyOf={(_row, index) => index}
          empty={isOpen ? t('noProblemsYet') : t('noProblems')}
          columns={[
            { name: t('about2'), look: 'strong', cell: ({ subject }) => <span dir="auto">{subject}</span> },
            { name: t('problem'), wrap: true, cell: ({ text, problem }) => tell({ message: text, problem }) },
          ]}
        />
      </Section>
    </PageBody>
  );
}
