/** The DNS records that a domain needs, each with what was found. Used by the domain's page and by setup. */
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import { Card } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';

export interface RecordRow {
  type: string;
  name: string;
  value: string;
  state: 'found' | 'missing' | 'different' | 'unknown';
  found: string | null;
}
const words = { found: 'Found', missing: 'Not yet', different: 'Different', unknown: 'No answer' };

export function RecordList({ records }: { records: RecordRow[] }) {
  return (
    <Card>
      <ul>
        {records.map((record) => (
          <li
            key={`${record.type} ${record.name}`}
            className="flex min-h-15 items-center gap-3 border-t border-hairline py-2 ps-4 pe-3 first:border-t-0"
          >
            <StateIcon state={record.state} />
            <b className="w-10 flex-none text-[13px] font-semibold">{record.type}</b>
            <span className="min-w-0 flex-1 font-mono text-[12px] leading-4.5">
              <span className="block truncate">{record.name}</span>
              <span className="block truncate text-fg-3" title={record.value}>
                {record.value}
              </span>
              {record.state === 'different' && <span className="block truncate font-sans text-danger">Now: {record.found}</span>}
            </span>
            <span className="text-[12px] leading-4 whitespace-nowrap text-fg-3 max-sm:sr-only">{words[record.state]}</span>
            {record.state !== 'found' && record.type !== 'A' && <CopyButton text={record.value} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function StateIcon({ state }: { state: RecordRow['state'] }) {
  if (state === 'found') return <CircleCheck size={20} className="flex-none text-success" aria-hidden />;
  if (state === 'different') return <CircleAlert size={20} className="flex-none text-danger" aria-hidden />;
  return <CircleDashed size={20} className="flex-none text-fg-3" aria-hidden />;
}
