/** Messages that wait. What a remote server said is shown word for word. */
import { useLocale, useTranslations } from 'next-intl';
import { DataTable, type Column } from '#components/ui/data-table.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { RowLink } from '#components/admin/row-link.tsx';

export interface QueueTableRow {
  id: number;
  recipient: string;
  sender: string;
  state: 'sending' | 'scheduled' | 'waiting' | 'deferred' | 'held';
  createdAt: Date;
  nextAt: Date | null;
  said: string;
  priority: number;
  route: string | null;
}
export const queueLooks: Record<QueueTableRow['state'], StatusLook> = {
  sending: 'accent',
  scheduled: 'plain',
  waiting: 'accent',
  deferred: 'warn',
  held: 'warn',
};
export const queueKey = ({ id, recipient }: QueueTableRow): string => `${id} ${recipient}`;

export function QueueTable({ rows, now }: { rows: QueueTableRow[]; now: Date }) {
  const t = useTranslations('admin.queue');
  return <DataTable label={t('title')} rows={rows} keyOf={queueKey} empty={t('empty')} columns={useQueueColumns(now)} />;
}

export function useQueueColumns(now: Date): Column<QueueTableRow>[] {
  const t = useTranslations('admin.queue');
  const format = adminFormat(useLocale());
  return [
    { name: t('state'), cell: (row) => <QueueState row={row} /> },
    {
      name: t('to'),
      className: 'max-w-72 truncate',
      cell: ({ id, recipient }) => <RowLink href={`/admin/queue/${id}`}>{recipient}</RowLink>,
    },
    {
      ...{ name: t('from'), look: 'dim', className: 'max-w-56 truncate' },
      cell: ({ sender }) => (sender ? <span dir="ltr">{sender}</span> : t('mailSystem')),
    },
    { name: t('age'), end: true, cell: ({ createdAt }) => format.age(createdAt, now) },
    {
      ...{ name: t('nextTry'), end: true },
      cell: ({ nextAt }) => (nextAt ? (nextAt <= now ? t('now') : t('in', { time: format.age(now, nextAt) })) : ''),
    },
    {
      name: t('lastReply'),
      look: 'dim',
      className: 'max-w-90 truncate',
      cell: ({ said }) => (
        <span title={said} dir="auto">
          {said}
        </span>
      ),
    },
  ];
}

/** The state, and what an administrator did to it. */
export function QueueState({ row: { state, priority, route } }: { row: Pick<QueueTableRow, 'state' | 'priority' | 'route'> }) {
  const t = useTranslations('admin.queue');
  const number = new Intl.NumberFormat(useLocale(), { signDisplay: 'exceptZero' });
  return (
    <span className="inline-flex gap-1">
      <StatusBadge look={queueLooks[state]}>{t(`states.${state}`)}</StatusBadge>
      {priority !== 0 && <StatusBadge>{t('priorityIs', { value: number.format(priority) })}</StatusBadge>}
      {route !== null && <StatusBadge look="accent">{t('rerouted')}</StatusBadge>}
    </span>
  );
}
