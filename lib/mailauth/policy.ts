/** What DMARC (RFC 7489 §6.6.2) makes of a message: taken, filed as junk, or refused. */
import type { AuthVerdict } from './verdict.ts';

export type Disposition = { kind: 'accept' } | { kind: 'junk'; reason: string } | { kind: 'refuse'; reason: string };

export function dispositionOf({ dmarc, arc }: AuthVerdict): Disposition {
  if (dmarc?.result !== 'fail' || dmarc.policy === 'none') return { kind: 'accept' };
  // RFC 8617 §7.2.1: forwarding breaks SPF, and mailing lists DKIM; a trusted sealer saw the message before that.
  if (arc.vouched) return { kind: 'accept' };
  const owner = dmarc.policyDomain ?? dmarc.from;
  if (dmarc.policy === 'quarantine') return { kind: 'junk', reason: `${owner} asks to distrust mail that it did not authenticate (DMARC)` };
  return {
    kind: 'refuse',
    reason: `${owner} asks to refuse mail from ${dmarc.from} that passes neither its SPF nor its DKIM (DMARC p=reject)`,
  };
}
