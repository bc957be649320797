/** Domains that mail waits for, or that do not answer: what is remembered of them, and when they are tried. */
import { useLocale, useTranslations } from 'next-intl';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { reviveDestination } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { RowLink } from '#components/admin/row-link.tsx';

export interface DestinationRow {
  domain: string;
  waiting: number;
  sending: number;
  nextAt: Date | null;
  connections: number;
  failures: number;
  failingSince: Date | null;
  deadUntil: Date | null;
  lastText: string | null;
}

export function DestinationTable({ rows, now }: { rows: DestinationRow[]; now: Date }) {
  const t = useTranslations('admin.delivery');
  const format = adminFormat(useLocale());
  /** As long as nobody is there, mail that is due waits too. */
  const nextOf = ({ nextAt, deadUntil }: DestinationRow) => (nextAt && deadUntil && deadUntil > nextAt ? deadUntil : nextAt);
  return (
    <TableCard
      label={t('destinations')}
      rows={rows}
      keyOf={({ domain }) => domain}
      empty={t('noDestinations')}
      columns={[
        {
          name: t('domain'),
          className: 'max-w-64 truncate',
          cell: ({ domain }) => <RowLink href={`/admin/queue?${new URLSearchParams({ q: `@${domain}` })}`}>{domain}</RowLink>,
        },
        { name: t('state'), cell: (row) => <State row={row} now={now} /> },
        { name: t('waiting'), end: true, cell: ({ waiting }) => format.count(waiting) },
        {
          ...{ name: t('atOnce'), end: true },
          cell: ({ sending, connections }) =>
            connections > 0 ? t('ofMost', { now: format.count(sending), most: format.count(connections) }) : format.count(sending),
        },
        {
          ...{ name: t('nextTry'), end: true },
          cell: (row) => {
            const next = nextOf(row);
            return next && (next <= now ? t('now') : t('in', { time: format.age(now, next) }));
          },
        },
        {
          ...{ name: t('last'), look: 'dim', className: 'max-w-80 truncate' },
          cell: ({ lastText }) => (
            <span title={lastText ?? ''} dir="auto">
              {lastText}
            </span>
          ),
        },
        {
          ...{ name: t('actions'), quiet: true, end: true },
          cell: ({ domain }) => (
            <ActButton action={reviveDestination} fields={{ domain }} label={t('tryOne', { name: domain })} beside>
              {t('try')}
            </ActButton>
          ),
        },
      ]}
    />
  );
}

function State({ row: { failingSince, deadUntil }, now }: { row: DestinationRow; now: Date }) {
  const t = useTranslations('admin.delivery');
  const format = adminFormat(useLocale());
  if (!failingSince) return <StatusBadge look="ok">{t('answers')}</StatusBadge>;
  const isDead = deadUntil !== null && deadUntil > now;
  return (
    <span className="grid justify-items-start gap-1 py-1.5">
      <StatusBadge look={isDead ? 'bad' : 'warn'}>{t('failingSince', { when: format.time(failingSince) })}</StatusBadge>
      {isDead && <span className="text-[12px] leading-4 text-fg-2">{t('leftAlone', { when: format.time(deadUntil) })}</span>}
    </span>
  );
}
