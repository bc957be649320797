import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { adminFormat } from '#components/admin/format.ts';
import { JobBadge, JobBar, jobName } from '#components/admin/job-state.tsx';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { jobList } from '#server/admin/operations/jobs.ts';
import { ask } from '#server/admin/page.ts';

export default async function Work() {
  const { items } = await ask(jobList, {});
  const t = await getTranslations('admin.work');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')}>
        {items.some(({ finishedAt }) => finishedAt === null) && <RefreshEvery seconds={2} quiet />}
      </PageHead>
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[{ name: t('work') }, { name: t('state') }, { name: t('progress') }, { name: t('by') }, { name: t('begun'), end: true }]}
          empty={t('none')}
        >
          {items.map((job) => (
            <tr key={job.id} className="hover:bg-hover">
              <Cell>
                <Link href={`/admin/work/${job.id}`} className="font-medium text-fg hover:underline">
                  {jobName(t, job.kind)}
                </Link>
              </Cell>
              <Cell>
                <JobBadge state={job.state} />
              </Cell>
              <Cell className="w-40">
                <JobBar done={job.done} total={job.total} label={t('progress')} />
              </Cell>
              <Cell className="text-fg-2">{job.madeBy}</Cell>
              <Cell end>{format.time(job.createdAt)}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
