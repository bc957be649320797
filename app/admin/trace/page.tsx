import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { adminFormat } from '#components/admin/format.ts';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { TraceBadge, traceStatuses } from '#components/admin/trace-status.tsx';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { traceSearch } from '#server/admin/operations/trace.ts';
import { ask } from '#server/admin/page.ts';

type Query = Partial<Record<'q' | 'status' | 'after', string | string[]>>;

export default async function TracePage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const text = typeof query.q === 'string' ? query.q : '';
  const status = traceStatuses.find((known) => known === query.status);
  const after = typeof query.after === 'string' ? query.after : undefined;
  const { items, next } = await ask(traceSearch, { text, limit: 100, ...(status && { status }), ...(after && { after }) });
  const t = await getTranslations('admin.trace');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <SearchBar label={t('search')} value={text}>
        <SelectField
          name="status"
          aria-label={t('status')}
          defaultValue={status ?? ''}
          options={[{ value: '', name: t('all') }, ...traceStatuses.map((one) => ({ value: one, name: t(`statuses.${one}`) }))]}
        />
        <Button type="submit">{t('find')}</Button>
      </SearchBar>
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[
            { name: t('when') },
            { name: t('status') },
            { name: t('from') },
            { name: t('to') },
            { name: t('size'), end: true },
            { name: t('reply') },
          ]}
          empty={t('none')}
        >
          {items.map((row, index) => (
            <tr key={`${row.traceId} ${row.to} ${index}`} className="hover:bg-hover">
              <Cell className="tabular-nums">
                <Link href={`/admin/trace/${encodeURIComponent(row.traceId)}`} className="text-fg hover:underline">
                  {format.time(row.at)}
                </Link>
              </Cell>
              <Cell>
                <TraceBadge status={row.status} />
              </Cell>
              <Cell className="text-fg-2">
                <span dir="ltr">{row.from}</span>
              </Cell>
              <Cell className="font-medium">
                <span dir="ltr">{row.to}</span>
              </Cell>
              <Cell end>{format.bytes(row.size)}</Cell>
              <Cell className="max-w-80 truncate text-fg-2">
                <span title={row.reply ?? ''} dir="auto">
                  {row.reply}
                </span>
              </Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
      {next && (
        <p className="mt-4 text-center">
          <Link
            href={`/admin/trace?${new URLSearchParams({ q: text, status: status ?? '', after: next })}`}
            className={buttonLook('secondary', 'sm')}
          >
            {t('older')}
          </Link>
        </p>
      )}
    </PageBody>
  );
}
