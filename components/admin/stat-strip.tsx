/** Figures in one strip with dividers. */
export interface Stat {
  name: string;
  value: string;
  note: string;
}

export function StatStrip({ stats }: { stats: Stat[] }) {
  return (
    <dl className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(160px,1fr))] gap-px overflow-hidden rounded-card border border-border bg-border">
      {stats.map(({ name, value, note }) => (
        <div key={name} className="flex min-w-0 flex-col bg-surface px-4 pt-3.5 pb-3">
          <dt className="text-[12px] leading-4 whitespace-nowrap text-fg-3">{name}</dt>
          <dd className="mt-1 text-[24px] leading-8 font-semibold tracking-[-.02em] tabular-nums">{value}</dd>
          <dd className="truncate text-[12px] leading-4 text-fg-3">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
