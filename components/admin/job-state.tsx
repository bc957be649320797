/** How far a long work is. */
import { useTranslations } from 'next-intl';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';

export type JobState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
const looks: Record<JobState, StatusLook> = { waiting: 'plain', running: 'accent', done: 'ok', cancelled: 'warn', failed: 'bad' };

export function JobBadge({ state }: { state: JobState }) {
  const t = useTranslations('admin.work');
  return <StatusBadge look={looks[state]}>{t(`states.${state}`)}</StatusBadge>;
}

export function JobBar({ done, total, label }: { done: number; total: number; label: string }) {
  return (
    <progress value={done} max={Math.max(1, total)} aria-label={label} className="h-1.5 w-full overflow-hidden rounded-full accent-accent">
      {done}/{total}
    </progress>
  );
}

const names = {
  'account.import': 'import',
  'account.bulk': 'bulk',
  'account.restore': 'restore',
  'backup.now': 'backup',
  'backup.prove': 'prove',
} as const;

/** What it is called on a page: `t` of admin.work. */
export function jobName(t: (key: `kinds.${(typeof names)[keyof typeof names]}`) => string, kind: string): string {
  return Object.hasOwn(names, kind) ? t(`kinds.${names[kind as keyof typeof names]}`) : kind;
}
