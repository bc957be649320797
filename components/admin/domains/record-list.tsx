/** The DNS records that a domain needs: those that are right are closed, the others open by themselves. Used by setup as well. */
import { ChevronDown, CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Card } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { RecheckButton } from './recheck-button.tsx';

export interface RecordRow {
  id: string;
  type: string;
  purpose: string;
  name: string;
  value: string;
  state: 'found' | 'missing' | 'different' | 'unknown';
  found: string | null;
  needed: boolean;
}
export type Purpose =
  | 'address'
  | 'mx'
  | 'spf'
  | 'dkim'
  | 'dmarc'
  | 'mtaSts'
  | 'mtaStsHost'
  | 'tlsRpt'
  | 'autoconfig'
  | 'srvImap'
  | 'srvSubmission'
  | 'srvAutodiscover'
  | 'ptr';

export function RecordList({ records }: { records: RecordRow[] }) {
  const t = useTranslations('admin.records');
  return (
    <Card className="overflow-hidden">
      <ul>
        {records.map((record) => {
          const { look, word } = stateOf(record);
          const purpose = record.purpose as Purpose;
          return (
            <li key={record.id} className="border-t border-border first:border-t-0">
              <details open={record.state !== 'found'} className="group">
                <summary className="flex min-h-12 cursor-default list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 [&::-webkit-details-marker]:hidden">
                  <StateIcon record={record} />
                  <b className="w-28 flex-none font-semibold">{t(`names.${purpose}`)}</b>
                  <span className="min-w-0 flex-1 truncate font-mono text-[12px] text-fg-2 max-sm:order-last max-sm:basis-full" dir="ltr">
                    {record.name}
                  </span>
                  <span
                    className="min-w-0 flex-1 truncate font-mono text-[12px] text-fg-2 group-open:invisible max-sm:hidden"
                    dir="ltr"
                    title={record.value}
                  >
                    {record.found ?? record.value}
                  </span>
                  <span className="ms-auto">
                    <StatusBadge look={look}>{t(word)}</StatusBadge>
                  </span>
                  <ChevronDown size={16} aria-hidden className="flex-none text-fg-3 transition-transform group-open:rotate-180" />
                </summary>
                <div className="grid gap-2 px-4 pb-4 sm:ps-12.5">
                  <p className="text-[13px] leading-5 text-fg-2">{t(`why.${purpose}`)}</p>
                  <Line name={t('wanted')} text={`${record.type} ${record.value || t('ownAddress')}`} look="bg-bg">
                    {record.value && <CopyButton text={record.value} />}
                  </Line>
                  {record.state !== 'found' && (
                    <Line
                      name={t('found')}
                      text={record.found ?? (record.state === 'unknown' ? t('noAnswer') : t('noRecord'))}
                      look={
                        record.state === 'missing'
                          ? 'border-danger/25 bg-danger-soft text-danger'
                          : 'border-warning/25 bg-warning-soft text-warning'
                      }
                    />
                  )}
                  <div>
                    <RecheckButton label={t('recheckOne', { name: t(`names.${purpose}`) })} name={t('recheck')} />
                  </div>
                </div>
              </details>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Line({ name, text, look, children }: { name: string; text: string; look: string; children?: React.ReactNode }) {
  return (
    <div className={`flex min-h-10 items-center gap-3 rounded-control border border-border px-3 py-1 ${look}`}>
      <span className="w-16 flex-none text-[12px] leading-4">{name}</span>
      <code className="min-w-0 flex-1 font-mono text-[12px] leading-4.5 break-all" dir="ltr">
        {text}
      </code>
      {children}
    </div>
  );
}

function stateOf({ state, needed }: RecordRow): { look: StatusLook; word: 'correct' | 'missing' | 'differs' | 'unknown' } {
  switch (state) {
    case 'found':
      return { look: 'ok', word: 'correct' };
    case 'missing':
      return { look: needed ? 'bad' : 'plain', word: 'missing' };
    case 'different':
      return { look: 'warn', word: 'differs' };
    case 'unknown':
      return { look: 'plain', word: 'unknown' };
  }
}

function StateIcon({ record: { state, needed } }: { record: RecordRow }) {
  if (state === 'found') return <CircleCheck size={20} className="flex-none text-success" aria-hidden />;
  if (state === 'different') return <TriangleAlert size={20} className="flex-none text-warning" aria-hidden />;
  if (state === 'missing' && needed) return <CircleAlert size={20} className="flex-none text-danger" aria-hidden />;
  return <CircleDashed size={20} className="flex-none text-fg-3" aria-hidden />;
}
