/** What a report says, as tables: who sent under our name, and with whom encryption failed. */
import { useTranslations } from 'next-intl';
import type { DmarcReport } from '#lib/reports/dmarc-report.ts';
import { Section } from '#components/ui/card.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';

/** Kept as they were taken in; a member that is not there shows nothing. */
const listIn = <T,>(body: Record<string, unknown>, name: string): Partial<T>[] =>
  Array.isArray(body[name]) ? (body[name] as Partial<T>[]) : [];

/** A word of the report's format, in words of people; what this version does not know, as it stands there. */
function useFormatWords() {
  const t = useTranslations('admin.reports');
  return (kind: 'dispositions' | 'policies' | 'problems', word: string | undefined): string => {
    const key = `${kind}.${word}` as Parameters<typeof t.has>[0];
    return word !== undefined && t.has(key) ? t(key) : (word ?? '');
  };
}

export function DmarcRows({ body }: { body: Record<string, unknown> }) {
  const t = useTranslations('admin.reports');
  const say = useFormatWords();
  const rows = listIn<DmarcReport['rows'][number]>(body, 'rows');
  const verdict = (passed: boolean | undefined) => <StatusBadge look={passed ? 'ok' : 'bad'}>{passed ? t('pass') : t('fail')}</StatusBadge>;
  return (
    <TableCard
      label={t('sources')}
      rows={rows}
      keyOf={(_row, index) => index}
      empty={t('nothingInIt')}
      columns={[
        { name: t('address'), look: 'code', cell: ({ sourceIp }) => sourceIp },
        { name: t('messages'), end: true, cell: ({ count }) => count },
        { name: 'SPF', cell: ({ spf }) => verdict(spf) },
        { name: 'DKIM', cell: ({ dkim }) => verdict(dkim) },
        { name: t('done'), cell: ({ disposition }) => say('dispositions', disposition) },
        { name: t('as'), look: 'dim', cell: ({ headerFrom }) => <span dir="ltr">{headerFrom}</span> },
      ]}
    />
  );
}

interface Policy {
  policy: { 'policy-type'?: string };
  summary: { 'total-successful-session-count'?: number; 'total-failure-session-count'?: number };
  'failure-details': {
    'result-type'?: string;
    'sending-mta-ip'?: string;
    'receiving-mx-hostname'?: string;
    'failed-session-count'?: number;
  }[];
}

export function TlsPolicies({ body }: { body: Record<string, unknown> }) {
  const t = useTranslations('admin.reports');
  const say = useFormatWords();
  return listIn<Policy>(body, 'policies').map((one, index) => (
    <Section key={index} title={say('policies', one.policy?.['policy-type'])}>
      <TableCard
        label={t('failures')}
        rows={one['failure-details'] ?? []}
        keyOf={(_row, place) => place}
        empty={t('allEncrypted', { count: one.summary?.['total-successful-session-count'] ?? 0 })}
        columns={[
          { name: t('problem'), look: 'strong', cell: (detail) => say('problems', detail['result-type']) },
          { name: t('address'), look: 'code', cell: (detail) => detail['sending-mta-ip'] },
          { name: t('host'), cell: (detail) => detail['receiving-mx-hostname'] },
          { name: t('sessions'), end: true, cell: (detail) => detail['failed-session-count'] },
        ]}
      />
    </Section>
  ));
}
