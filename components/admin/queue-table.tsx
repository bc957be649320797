/** Messages that wait. What a remote server said is shown word for word. */
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { dropQueued, retryQueued } from './actions.ts';
import { formatAge } from './format.ts';

export interface QueueRow {
  key: string;
  queueId: number;
  recipient: string;
  sender: string;
  state: 'sending' | 'scheduled' | 'waiting' | 'deferred' | 'held';
  createdAt: Date;
  nextAt: Date | null;
  said: string;
}
const states: Record<QueueRow['state'], [look: StatusLook, word: string]> = {
  sending: ['accent', 'Sending'],
  scheduled: ['plain', 'Scheduled'],
  waiting: ['accent', 'Waiting'],
  deferred: ['warn', 'Deferred'],
  held: ['plain', 'Held'],
};
const columns = [
  { name: 'State' },
  { name: 'To' },
  { name: 'From' },
  { name: 'Age', end: true },
  { name: 'Next try', end: true },
  { name: 'Last reply' },
];

export function QueueTable({ rows, now, actions = false }: { rows: QueueRow[]; now: Date; actions?: boolean }) {
  return (
    <DataTable
      label="Queue"
      columns={actions ? [...columns, { name: 'Actions', quiet: true }] : columns}
      empty="Nothing waits. Every message has been delivered."
    >
      {rows.map((row) => {
        const [look, word] = states[row.state];
        return (
          <tr key={row.key}>
            <Cell>
              <StatusBadge look={look}>{word}</StatusBadge>
            </Cell>
            <Cell className="font-medium">{row.recipient}</Cell>
            <Cell className="text-fg-2">{row.sender || 'the mail system'}</Cell>
            <Cell end>{formatAge(row.createdAt, now)}</Cell>
            <Cell end>{row.nextAt ? (row.nextAt <= now ? 'now' : `in ${formatAge(now, row.nextAt)}`) : ''}</Cell>
            <Cell className="max-w-90 truncate text-fg-2">
              <span title={row.said}>{row.said}</span>
            </Cell>
            {actions && (
              <Cell end>
                <span className="inline-flex items-center gap-1.5">
                  <ActionForm action={retryQueued}>
                    <input type="hidden" name="id" value={row.queueId} />
                    <Button type="submit" size="sm" aria-label={`Retry ${row.recipient}`}>
                      Retry
                    </Button>
                  </ActionForm>
                  <ConfirmForm
                    action={dropQueued}
                    name="Drop"
                    label={`Drop ${row.recipient}`}
                    question={`Drop the message for ${row.recipient}?`}
                    consequence="It leaves the queue for all of its recipients, and nobody is told."
                    fields={{ id: String(row.queueId) }}
                  />
                </span>
              </Cell>
            )}
          </tr>
        );
      })}
    </DataTable>
  );
}
