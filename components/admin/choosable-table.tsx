'use client';
/** A table whose rows can be chosen, with what can be done to all that are. */
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { DataTable, type TableProps } from '#components/ui/data-table.tsx';

interface Props<Row> extends Omit<TableProps<Row>, 'rowClass'> {
  /** What is chosen with a row: rows of the same one go together. */
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  /** The buttons, for what is chosen. */
  bar: (ids: string[]) => ReactNode;
}

export function ChoosableTable<Row>({ idOf, nameOf, bar, columns, rows, ...table }: Props<Row>) {
  const t = useTranslations('admin.choosing');
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const ids = [...new Set(rows.map(idOf))];
  const chosen = ids.filter((id) => marked.has(id)); // what is gone is no longer chosen
  const toggle = (id: string, on: boolean) => setMarked(new Set(on ? [...marked, id] : [...marked].filter((one) => one !== id)));
  return (
    <>
      {rows.length > 0 && (
        <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-border px-4 py-1.5">
          <label className="flex min-h-8 items-center gap-2.5 text-[13px] text-fg-2">
            <input
              type="checkbox"
              checked={chosen.length === ids.length}
              onChange={({ target }) => setMarked(new Set(target.checked ? ids : []))}
              className="size-4.5 accent-accent"
            />
            {chosen.length > 0 ? t('chosen', { count: chosen.length }) : t('all')}
          </label>
          {chosen.length > 0 && bar(chosen)}
        </div>
      )}
      <DataTable
        {...table}
        rows={rows}
        rowClass={(row) => (marked.has(idOf(row)) ? 'bg-selected' : 'hover:bg-hover')}
        columns={[
          {
            ...{ name: t('choose'), quiet: true, className: 'w-8' },
            cell: (row) => (
              <input
                type="checkbox"
                aria-label={t('one', { name: nameOf(row) })}
                checked={marked.has(idOf(row))}
                onChange={({ target }) => toggle(idOf(row), target.checked)}
                className="block size-4.5 accent-accent"
              />
            ),
          },
          ...columns,
        ]}
      />
    </>
  );
}
