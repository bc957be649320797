/** Figures in one strip with dividers, each with the line of its last hours. */
import { ArrowDown, ArrowUp } from 'lucide-react';

export interface Stat {
  name: string;
  value: string;
  note: string;
  /** Against the time before. */
  change?: { share: string; up: boolean; look: 'plain' | 'good' | 'bad' } | undefined;
  line?: number[] | undefined;
}
const looks = { plain: 'text-fg-3', good: 'text-success', bad: 'text-warning' };

/** Six figures: two rows of three, or three of two, leave no hole. */
export function StatStrip({ stats }: { stats: Stat[] }) {
  return (
    <dl className="mb-4 grid grid-cols-6 max-xl:grid-cols-3 max-sm:grid-cols-2 gap-px overflow-hidden rounded-card border border-border bg-border">
      {stats.map(({ name, value, note, change, line }) => {
        const Arrow = change?.up ? ArrowUp : ArrowDown;
        return (
          <div key={name} className="flex min-w-0 flex-col bg-surface px-4 pt-3.5 pb-3">
            <dt className="text-[12px] leading-4 whitespace-nowrap text-fg-3">{name}</dt>
            <dd className="mt-1 text-[24px] leading-8 font-semibold tracking-[-.02em] tabular-nums">{value}</dd>
            <dd className="mb-auto flex flex-wrap items-center gap-x-1 text-[12px] leading-4 text-fg-3">
              {change && (
                <span className={`inline-flex items-center gap-0.5 ${looks[change.look]}`}>
                  <Arrow size={12} aria-hidden />
                  {change.share}
                </span>
              )}
              <span>{note}</span>
            </dd>
            {line && <Sparkline values={line} />}
          </div>
        );
      })}
    </dl>
  );
}

function Sparkline({ values }: { values: number[] }) {
  const top = Math.max(1, ...values);
  const step = 144 / Math.max(1, values.length - 1);
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(22 - (value / top) * 20).toFixed(1)}`).join(' ');
  return (
    <dd aria-hidden className="mt-1.5">
      <svg viewBox="0 0 144 24" preserveAspectRatio="none" className="h-6 w-full text-accent">
        <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.25" vectorEffect="non-scaling-stroke" />
      </svg>
    </dd>
  );
}
