/** Messages that wait. What a remote server said is shown word for word. */
import { useLocale, useTranslations } from 'next-intl';
import { DataTable } from '#components/ui/data-table.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { adminFormat } from './format.ts';
import { RowLink } from './row-link.tsx';

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
      rows={rows}
      keyOf={({ id, recipient }) => `${id} ${recipient}`}
      empty={t('empty')}
      columns={[
        { name: t('state'), cell: ({ state }) => <StatusBadge look={queueLooks[state]}>{t(`states.${state}`)}</StatusBadge> },
        { name: t('to'), cell: ({ id, recipient }) => <RowLink href={`/admin/queue/${id}`}>{recipient}</RowLink> },
        { name: t('from'), look: 'dim', cell: ({ sender }) => (sender ? <span dir="ltr">{sender}</span> : t('mailSystem')) },
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
      ]}
    />
  );
}
