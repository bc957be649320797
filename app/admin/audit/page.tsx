import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { adminFormat } from '#components/admin/format.ts';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
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
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[{ name: t('when') }, { name: t('who') }, { name: t('what') }, { name: t('details') }, { name: t('from') }]}
          empty={t('none')}
        >
          {items.map(({ id, at, actor, action, detail, ip }) => (
            <tr key={id}>
              <Cell className="tabular-nums">{format.time(at)}</Cell>
              <Cell className="font-medium">
                <span dir="auto">{actor}</span>
              </Cell>
              <Cell className="font-mono text-[12px]">{action}</Cell>
              <Cell className="max-w-120 truncate text-fg-2">
                <span dir="ltr" title={describe(detail)}>
                  {describe(detail)}
                </span>
              </Cell>
              <Cell className="font-mono text-[12px] text-fg-2">{ip}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
      {next && (
        <p className="mt-4 text-center">
          <Link href={`/admin/audit?${new URLSearchParams({ q: search, after: next })}`} className={buttonLook('secondary', 'sm')}>
            {t('older')}
          </Link>
        </p>
      )}
    </PageBody>
  );
}

function describe(detail: Record<string, unknown> | null): string {
  return Object.entries(detail ?? {})
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
