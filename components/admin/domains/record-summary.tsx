/** How many of a domain's records are right, as a ring and in words. */
import { useTranslations } from 'next-intl';
import type { RecordRow } from './record-list.tsx';

const round = 2 * Math.PI * 18;

export function RecordSummary({ records }: { records: RecordRow[] }) {
  const t = useTranslations('admin.records');
  const right = records.filter(({ state }) => state === 'found').length;
  const missing = records.filter(({ state, needed }) => needed && state !== 'found').length;
  return (
    <div className="flex items-center gap-4">
      <svg viewBox="0 0 44 44" className="size-11 flex-none" aria-hidden>
        <circle cx="22" cy="22" r="18" fill="none" stroke="var(--border)" strokeWidth="4" />
        <circle
          {...{
            cx: 22,
            cy: 22,
            r: 18,
            fill: 'none',
            strokeWidth: 4,
            strokeLinecap: right > 0 ? 'round' : 'butt',
            transform: 'rotate(-90 22 22)',
          }}
          stroke={missing > 0 ? 'var(--warning)' : 'var(--success)'}
          strokeDasharray={`${(right / Math.max(1, records.length)) * round} ${round}`}
        />
        <text x="22" y="26" textAnchor="middle" className="fill-fg text-[11px] font-semibold">
          {right}/{records.length}
        </text>
      </svg>
      <div>
        <b className="block font-semibold">{t('summary', { right, all: records.length })}</b>
        <span className="text-[13px] leading-5 text-fg-2">
          {missing > 0 ? t('summaryMissing', { count: missing }) : right === records.length ? t('summaryAll') : t('summaryFlows')}
        </span>
      </div>
    </div>
  );
}
