/** A table of an administration page. It scrolls sideways by itself, so that the page never does. */
import type { ReactNode } from 'react';

export interface Column {
  name: string;
  /** Numbers stand at the end. */
  end?: boolean;
  /** The name is for screen readers only (a column of buttons). */
  quiet?: boolean;
}

export function DataTable({
  label,
  columns,
  empty,
  children,
}: {
  label: string;
  columns: Column[];
  empty?: ReactNode;
  children: ReactNode[];
}) {
  if (children.length === 0) return <p className="px-4 py-10 text-center text-fg-3">{empty}</p>;
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
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Cell({ children, end = false, className = '' }: { children?: ReactNode; end?: boolean; className?: string }) {
  return (
    <td
      className={`h-10 border-t border-hairline px-3 whitespace-nowrap first:ps-4 last:pe-3 ${end ? 'text-end tabular-nums' : ''} ${className}`}
    >
      {children}
    </td>
  );
}
