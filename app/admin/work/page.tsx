import { getLocale, getTranslations } from 'next-intl/server';
import { adminFormat } from '#components/admin/format.ts';
import { JobBadge, JobBar, jobName } from '#components/admin/job-state.tsx';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { RowLink } from '#components/admin/row-link.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
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
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ id }) => id}
        empty={t('none')}
        columns={[
          {
            name: t('work'),
            cell: ({ id, kind }) => (
              <RowLink href={`/admin/work/${id}`} dir="auto">
                {jobName(t, kind)}
              </RowLink>
            ),
          },
          { name: t('state'), cell: ({ state }) => <JobBadge state={state} /> },
          { name: t('progress'), className: 'w-40', cell: ({ done, total }) => <JobBar done={done} total={total} label={t('progress')} /> },
          { name: t('by'), look: 'dim', cell: ({ madeBy }) => madeBy },
          { name: t('begun'), end: true, cell: ({ createdAt }) => format.time(createdAt) },
        ]}
      />
    </PageBody>
  );
}
