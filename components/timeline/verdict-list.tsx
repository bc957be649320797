/** SPF, DKIM, DMARC and ARC of a message that came: each with its result and the domain that it speaks of. */
import { Check, Minus, X } from 'lucide-react';
import type { StatusLook } from '#components/ui/status-badge.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { say, type TimelineStep } from '#lib/timeline/step.ts';

interface Verdict {
  name: string;
  result: string;
  domains: string;
}

/** In the words of RFC 8601 §2.7. */
export function verdictsOf(detail: TimelineStep['detail']): Verdict[] {
  const of = (name: string) => say(detail, name);
  const signatures = of('dkim')
    .split(', ')
    .map((one) => one.split(' '))
    .filter((words) => words.length === 2)
    .map(([domain = '', result = '']) => ({ domain: domain === '-' ? '' : domain, result }));
  const results = signatures.map(({ result }) => result);
  const dkim = results.includes('pass') ? 'pass' : (results[0] ?? of('dkim'));
  const signers = signatures.filter(({ result }) => result === dkim).map(({ domain }) => domain);
  return [
    { name: 'SPF', result: of('spf'), domains: of('spfDomain') },
    { name: 'DKIM', result: dkim, domains: [...new Set(signers)].filter(Boolean).join(', ') },
    { name: 'DMARC', result: of('dmarc'), domains: of('dmarcDomain') },
    { name: 'ARC', result: of('arc') === 'none' ? '' : of('arc'), domains: of('arcSealer') },
  ].filter(({ result }) => result !== '');
}

export function verdictLook(result: string): { look: StatusLook; icon: typeof Check } {
  if (result === 'pass') return { look: 'ok', icon: Check };
  return result === 'fail' || result === 'permerror' ? { look: 'bad', icon: X } : { look: 'plain', icon: Minus };
}

export function VerdictList({ detail }: { detail: TimelineStep['detail'] }) {
  return (
    <p className="flex flex-wrap gap-1.5 py-0.5" dir="ltr">
      {verdictsOf(detail).map(({ name, result, domains }) => {
        const { look, icon: Icon } = verdictLook(result);
        return (
          <span key={name} className="inline-flex max-w-full items-center gap-1.5">
            <StatusBadge look={look} icon={<Icon size={12} strokeWidth={2.25} aria-hidden />}>
              {name} {result}
            </StatusBadge>
            <span className="me-1.5 min-w-0 truncate text-[12px] leading-4 text-fg-3">{domains}</span>
          </span>
        );
      })}
    </p>
  );
}
