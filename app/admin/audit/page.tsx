import { getLocale, getTranslations } from 'next-intl/server';
import { adminFormat } from '#components/admin/format.ts';
import { MoreLink } from '#components/admin/more-link.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { auditList } from '#server/admin/operations/audit.ts';
import { ask } from '#server/admin/page.ts';

type Query = Partial<Record<'q' | 'after', string | string[]>>;

export default async function Audit({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const search = typeof query.q === 'string' ? query.q : '';
  const after = typeof query.after === 'string' ? query.after : undefined;
  const { items, next } = await ask(auditList, { search, ...(after && { after }) });
  const t = await getTranslations('admin.audit');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <SearchBar label={t('search')} value={search} />
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ id }) => id}
        empty={t('none')}
        columns={[
          { name: t('when'), className: 'tabular-nums', cell: ({ at }) => format.time(at) },
          { name: t('who'), look: 'strong', cell: ({ actor }) => <span dir="auto">{actor}</span> },
          { name: t('what'), look: 'code', cell: ({ action }) => action },
          {
            name: t('details'),
            look: 'dim',
            className: 'max-w-120 truncate',
            cell: ({ detail }) => (
              <span dir="ltr" title={describe(detail)}>
                {describe(detail)}
              </span>
            ),
          },
          { name: t('from'), look: 'code', cell: ({ ip }) => ip },
        ]}
      />
      {next && <MoreLink href={`/admin/audit?${new URLSearchParams({ q: search, after: next })}`} name={t('older')} />}
    </PageBody>
  );
}

function describe(detail: Record<string, unknown> | null): string {
  return Object.entries(detail ?? {})
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
