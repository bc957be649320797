import { getLocale, getTranslations } from 'next-intl/server';
import { adminFormat } from '#components/admin/format.ts';
import { MoreLink } from '#components/admin/more-link.tsx';
import { RowLink } from '#components/admin/row-link.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { TraceBadge, traceStatuses } from '#components/admin/trace/trace-status.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
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
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ traceId, to }, index) => `${traceId} ${to} ${index}`}
        empty={t('none')}
        columns={[
          {
            name: t('when'),
            className: 'tabular-nums',
            cell: ({ traceId, at }) => (
              <RowLink href={`/admin/trace/${encodeURIComponent(traceId)}`} dir="auto">
                {format.time(at)}
              </RowLink>
            ),
          },
          { name: t('status'), cell: ({ status: now }) => <TraceBadge status={now} /> },
          { name: t('from'), look: 'dim', className: 'max-w-60 truncate', cell: ({ from }) => <span dir="ltr">{from}</span> },
          { name: t('to'), className: 'max-w-60 truncate', cell: ({ to }) => <span dir="ltr">{to}</span> },
          { name: t('size'), end: true, cell: ({ size }) => format.bytes(size) },
          {
            name: t('reply'),
            look: 'dim',
            className: 'max-w-80 truncate',
            cell: ({ reply }) => (
              <span title={reply ?? ''} dir="auto">
                {reply}
              </span>
            ),
          },
        ]}
      />
      {next && <MoreLink href={`/admin/trace?${new URLSearchParams({ q: text, status: status ?? '', after: next })}`} name={t('older')} />}
    </PageBody>
  );
}
