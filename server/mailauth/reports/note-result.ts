/** Counts what DMARC found about a message, for the report to the owner of its domain (RFC 7489 §7.2). */
import type { Disposition as Policy } from '#lib/mailauth/policy.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import type { DmarcDetail, Disposition } from '#lib/reports/dmarc-report.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { noteDmarc } from '#server/store/index.ts';

type Taken = Exclude<Policy, { kind: 'defer' }>;
const taken: Record<Taken['kind'], Disposition> = { accept: 'none', junk: 'quarantine', refuse: 'reject' };

export function noteResult(auth: AuthVerdict, policy: Taken, from: { remoteAddress: string; mailFrom: string }, at: Date): void {
  const { dmarc, spf, dkim } = auth;
  if (!dmarc?.policyDomain || !dmarc.record || !['pass', 'fail'].includes(dmarc.result)) return;
  const disposition = taken[policy.kind];
  const isObeyed = dmarc.result === 'pass' || disposition === dmarc.policy;
  const detail: DmarcDetail = {
    ...{ sourceIp: from.remoteAddress, disposition, dkim: dmarc.dkimAligned, spf: dmarc.spfAligned },
    override: isObeyed ? null : overrideOf(auth, policy),
    ...{ headerFrom: dmarc.from.toLowerCase(), envelopeFrom: from.mailFrom === '' ? null : domainOf(from.mailFrom) },
    signatures: dkim
      .filter(({ domain }) => domain !== '')
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, 10)
      .map(({ domain, selector, result }) => ({ domain, selector, result })),
    ...(spf.identity === 'mailfrom' ? { spfDomain: spf.domain, spfResult: spf.result } : { spfDomain: null, spfResult: null }),
  };
  noteDmarc({ at, policyDomain: dmarc.policyDomain.toLowerCase(), record: dmarc.record, detail });
}

function overrideOf({ arc }: AuthVerdict, policy: Taken): string {
  if (arc.vouched) return 'trusted_forwarder';
  return 'sampledOut' in policy ? 'sampled_out' : 'local_policy';
}

/** What proves most comes first. */
const rank = ({ result, aligned }: AuthVerdict['dkim'][number]) => (result === 'pass' ? (aligned ? 0 : 1) : 2);
