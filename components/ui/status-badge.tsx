/** A state in a word, with its icon: never colour alone. */
import type { ReactNode } from 'react';

const looks = {
  plain: 'bg-soft text-fg-2',
  ok: 'bg-success-soft text-success',
  warn: 'bg-warning-soft text-warning',
  bad: 'bg-danger-soft text-danger',
  accent: 'bg-accent-soft text-accent',
};
export type StatusLook = keyof typeof looks;

export function StatusBadge({ look = 'plain', icon, children }: { look?: StatusLook; icon?: ReactNode; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5.5 flex-none items-center gap-1.25 rounded-full px-2 text-[12px] leading-4 font-medium whitespace-nowrap ${looks[look]}`}
    >
      {icon}
      {children}
    </span>
  );
}
