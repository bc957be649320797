/** A table in a card of its own, with what adds a row below it. */
import type { ReactNode } from 'react';
import { Card } from './card.tsx';
import { DataTable, type TableProps } from './data-table.tsx';

export function TableCard<Row>({ foot, ...table }: TableProps<Row> & { foot?: ReactNode }) {
  return (
    <Card className="overflow-hidden">
      <DataTable {...table} />
      {foot && <div className="border-t border-border p-4">{foot}</div>}
    </Card>
  );
}
