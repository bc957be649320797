/** What a report says, as tables: who sent under our name, and with whom encryption failed. */
import { useTranslations } from 'next-intl';
import type { DmarcReport } from '#lib/reports/dmarc-report.ts';
import { Card, Section } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';

/** Kept as they were taken in; a member that is not there shows nothing. */
const listIn = <T,>(body: Record<string, unknown>, name: string): Partial<T>[] =>
  Array.isArray(body[name]) ? (body[name] as Partial<T>[]) : [];

export function DmarcRows({ body }: { body: Record<string, unknown> }) {
  const t = useTranslations('admin.reports');
  const rows = listIn<DmarcReport['rows'][number]>(body, 'rows');
  const verdict = (passed: boolean | undefined) => <StatusBadge look={passed ? 'ok' : 'bad'}>{passed ? t('pass') : t('fail')}</StatusBadge>;
  return (
    <Card className="overflow-hidden">
      <DataTable
        label={t('sources')}
        columns={[
          { name: t('address') },
          { name: t('messages'), end: true },
          { name: 'SPF' },
          { name: 'DKIM' },
          { name: t('done') },
          { name: t('as') },
        ]}
        empty={t('nothingInIt')}
      >
        {rows.map((row, index) => (
          <tr key={index}>
            <Cell className="font-mono text-[12px]">{row.sourceIp}</Cell>
            <Cell end>{row.count}</Cell>
            <Cell>{verdict(row.spf)}</Cell>
            <Cell>{verdict(row.dkim)}</Cell>
            <Cell>{row.disposition}</Cell>
            <Cell className="text-fg-2">
              <span dir="ltr">{row.headerFrom}</span>
            </Cell>
          </tr>
        ))}
      </DataTable>
    </Card>
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
  return listIn<Policy>(body, 'policies').map((one, index) => (
    <Section key={index} title={one.policy?.['policy-type'] ?? ''}>
      <Card className="overflow-hidden">
        <DataTable
          label={t('failures')}
          columns={[{ name: t('problem') }, { name: t('address') }, { name: t('host') }, { name: t('sessions'), end: true }]}
          empty={t('allEncrypted', { count: one.summary?.['total-successful-session-count'] ?? 0 })}
        >
          {(one['failure-details'] ?? []).map((detail, row) => (
            <tr key={row}>
              <Cell className="font-medium">{detail['result-type']}</Cell>
              <Cell className="font-mono text-[12px]">{detail['sending-mta-ip']}</Cell>
              <Cell>{detail['receiving-mx-hostname']}</Cell>
              <Cell end>{detail['failed-session-count']}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </Section>
  ));
}
