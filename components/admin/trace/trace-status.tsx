/** What became of a message for one recipient. */
import { useTranslations } from 'next-intl';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';

export const traceStatuses = ['delivered', 'discarded', 'refused', 'queued', 'deferred', 'held', 'sent', 'bounced', 'dropped'] as const;
export type TraceStatus = (typeof traceStatuses)[number];
const looks: Record<TraceStatus, StatusLook> = {
  ...{ delivered: 'ok', sent: 'ok', queued: 'accent', deferred: 'warn', held: 'warn' },
  ...{ discarded: 'plain', dropped: 'plain', refused: 'bad', bounced: 'bad' },
} as const;

export function TraceBadge({ status }: { status: TraceStatus }) {
  const t = useTranslations('admin.trace');
  return <StatusBadge look={looks[status]}>{t(`statuses.${status}`)}</StatusBadge>;
}
