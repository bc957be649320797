/** What DMARC (RFC 7489 §6.6.2) makes of a message: taken, filed as junk, refused, or put off until DNS answers. */
import { recordTags } from '../reports/dmarc-report.ts';
import type { AuthVerdict, DmarcPolicy } from './verdict.ts';

export type Disposition =
  | { kind: 'accept'; sampledOut?: true }
  | { kind: 'junk'; reason: string; sampledOut?: true }
  | { kind: 'refuse'; reason: string }
  | { kind: 'defer' };

/** `lot`: from 0 to below 100, which messages an owner's percentage falls on. */
export function dispositionOf({ dmarc, arc, spf, dkim }: AuthVerdict, lot = 0): Disposition {
  if (dmarc?.result !== 'fail' || dmarc.policy === 'none') return { kind: 'accept' };
  // RFC 8617 §7.2.1: forwarding breaks SPF, and mailing lists DKIM; a trusted sealer saw the message before that.
  if (arc.vouched) return { kind: 'accept' };
  const sampledOut = lot >= percentage(dmarc.record);
  const policy = sampledOut ? milder[dmarc.policy] : dmarc.policy;
  const mark = sampledOut ? { sampledOut } : {};
  const owner = dmarc.policyDomain ?? dmarc.from;
  if (policy === 'none') return { kind: 'accept', ...mark };
  if (policy === 'quarantine')
    return { kind: 'junk', reason: `${owner} asks to distrust mail that it did not authenticate (DMARC)`, ...mark };
  // §6.6.3, §A.4: what might have passed, had DNS answered, is not refused for good.
  if (spf.result === 'temperror' || dkim.some(({ result }) => result === 'temperror')) return { kind: 'defer' };
  return {
    kind: 'refuse',
    reason: `${owner} asks to refuse mail from ${dmarc.from} that passes neither its SPF nor its DKIM (DMARC p=reject)`,
  };
}

/** §6.6.4: to the messages that the percentage spares, the next milder policy applies. */
const milder: Record<DmarcPolicy, DmarcPolicy> = { reject: 'quarantine', quarantine: 'none', none: 'none' };

function percentage(record: string | null): number {
  const pct = recordTags(record ?? '').get('pct') ?? '';
  return /^\d{1,3}$/.test(pct) ? Math.min(Number(pct), 100) : 100;
}
