/** Messages that wait. What a remote server said is shown word for word. */
import { useLocale, useTranslations } from 'next-intl';
import Link from 'next/link';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { adminFormat } from './format.ts';

export interface QueueTableRow {
  id: number;
  recipient: string;
  sender: string;
  state: 'sending' | 'scheduled' | 'waiting' | 'deferred' | 'held';
  createdAt: Date;
  nextAt: Date | null;
  said: string;
}
export const queueLooks: Record<QueueTableRow['state'], StatusLook> = {
  sending: 'accent',
  scheduled: 'plain',
  waiting: 'accent',
  deferred: 'warn',
  held: 'plain',
};

export function QueueTable({ rows, now }: { rows: QueueTableRow[]; now: Date }) {
  const t = useTranslations('admin.queue');
  const format = adminFormat(useLocale());
  return (
    <DataTable
      label={t('title')}
      columns={[
        { name: t('state') },
        { name: t('to') },
        { name: t('from') },
        { name: t('age'), end: true },
        { name: t('nextTry'), end: true },
        { name: t('lastReply') },
      ]}
      empty={t('empty')}
    >
      {rows.map((row) => (
        <tr key={`${row.id} ${row.recipient}`} className="hover:bg-hover">
          <Cell>
            <StatusBadge look={queueLooks[row.state]}>{t(`states.${row.state}`)}</StatusBadge>
          </Cell>
          <Cell>
            <Link href={`/admin/queue/${row.id}`} className="font-medium text-fg hover:underline" dir="ltr">
              {row.recipient}
            </Link>
          </Cell>
          <Cell className="text-fg-2">{row.sender ? <span dir="ltr">{row.sender}</span> : t('mailSystem')}</Cell>
          <Cell end>{format.age(row.createdAt, now)}</Cell>
          <Cell end>{row.nextAt ? (row.nextAt <= now ? t('now') : t('in', { time: format.age(now, row.nextAt) })) : ''}</Cell>
          <Cell className="max-w-90 truncate text-fg-2">
            <span title={row.said} dir="auto">
              {row.said}
            </span>
          </Cell>
        </tr>
      ))}
    </DataTable>
  );
}
