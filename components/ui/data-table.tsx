/** A table: each column says how it is called and what stands in it. It scrolls sideways by itself, so that the page never does. */
import type { ReactNode } from 'react';

const looks = {
  plain: '',
  /** What the row is about. */
  strong: 'font-medium',
  /** What machines write. */
  code: 'font-mono text-[12px] text-fg-2',
  dim: 'text-fg-2',
};

export interface Column<Row> {
  name: string;
  cell: (row: Row, index: number) => ReactNode;
  /** Numbers stand at the end. */
  end?: boolean;
  /** The name is for screen readers only (a column of buttons). */
  quiet?: boolean;
  look?: keyof typeof looks;
  /** Whole sentences go on in a next line. */
  wrap?: boolean;
  className?: string | ((row: Row) => string);
}

export interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string | number;
  /** In place of the table, when there are no rows. */
  empty?: ReactNode;
  rowClass?: (row: Row) => string;
}

export function DataTable<Row>({ label, columns, rows, keyOf, empty, rowClass = () => 'hover:bg-hover' }: TableProps<Row>) {
  if (rows.length === 0) return <p className="px-4 py-10 text-center text-fg-3">{empty}</p>;
  return (
    <div className="relative overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-[13px] leading-5">
        <thead>
          <tr>
            {columns.map(({ name, end, quiet }) => (
              <th
                key={name}
                scope="col"
                className={`h-9 border-b border-border px-3 text-[12px] leading-4 font-medium whitespace-nowrap text-fg-3 first:ps-4 last:pe-3 ${end ? 'text-end' : 'text-start'}`}
              >
                {quiet ? <span className="sr-only">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)} className={rowClass(row)}>
              {columns.map(({ name, cell, end, wrap, look = 'plain', className = '' }) => (
                <td
                  key={name}
                  className={`h-10 border-t border-hairline px-3 first:ps-4 last:pe-3 ${wrap ? 'min-w-60 py-2' : 'whitespace-nowrap'} ${end ? 'text-end tabular-nums' : ''} ${looks[look]} ${typeof className === 'string' ? className : className(row)}`}
                >
                  {cell(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
