/** Who sent a message, as far as DNS and signatures tell: SPF (RFC 7208), DKIM (RFC 6376, 8463), ARC (RFC 8617), DMARC (RFC 7489), BIMI. */
import { authenticate, type ARCResult, type AuthenticateOptions, type AuthenticateResult } from 'mailauth';
import type { AuthVerdict, DkimVerdict, DmarcPolicy, DmarcVerdict } from '#lib/mailauth/verdict.ts';
import { config } from '#server/config/config.ts';
import { askDns } from './look-up.ts';

/** RFC 7208 §4.6.4 recommends at least 20 seconds. */
const longestMs = 20_000;

export interface Incoming {
  remoteAddress: string;
  helo: string;
  /** '' is the null sender. */
  mailFrom: string;
  message: Uint8Array;
}

export async function verifySender({ remoteAddress, helo, mailFrom, message }: Incoming): Promise<AuthVerdict> {
  const { hostname } = config();
  const options: AuthenticateOptions & { maxElapsedTime: number } = {
    ...{ ip: remoteAddress, helo, sender: mailFrom, mta: hostname, maxElapsedTime: longestMs },
    resolver: askDns,
    strict: true, // the RFCs, not their usual extensions
    disableBimi: config().bimi === 'off',
  };
  const found = await authenticate(Buffer.from(message.buffer, message.byteOffset, message.byteLength), options);

  return {
    spf: spfOf(found, mailFrom),
    dkim: found.dkim.results.map(dkimOf),
    dmarc: dmarcOf(found),
    noAuthor: found.dmarcSkipReason ?? null,
    arc: arcOf(found.arc, config().arcTrustedSealers),
    results: resultsIn(found.headers),
    headers: found.headers,
  };
}

function spfOf({ spf }: AuthenticateResult, mailFrom: string): AuthVerdict['spf'] {
  const identity = mailFrom === '' ? 'helo' : 'mailfrom';
  if (!spf) return { result: 'none', domain: '', identity, explanation: null };
  return {
    result: spf.status.result as AuthVerdict['spf']['result'],
    domain: spf.domain,
    identity,
    explanation: spf.explanation ?? null,
  };
}

function dkimOf({ signingDomain = '', selector = '', status }: AuthenticateResult['dkim']['results'][number]): DkimVerdict {
  return { domain: signingDomain, selector, result: status.result, aligned: Boolean(status.aligned) };
}

function dmarcOf({ dmarc }: AuthenticateResult): DmarcVerdict | null {
  if (!dmarc) return null;
  return {
    result: dmarc.status.result as DmarcVerdict['result'],
    from: dmarc.status.header?.from ?? dmarc.domain,
    policy: (['quarantine', 'reject'].includes(dmarc.policy) ? dmarc.policy : 'none') as DmarcPolicy,
    policyDomain: dmarc.policyDomain ?? null,
    spfAligned: Boolean(dmarc.alignment?.spf.result),
    dkimAligned: Boolean(dmarc.alignment?.dkim.result),
    record: dmarc.rr ?? null,
  };
}

/** From the newest seal backwards while we trust the sealer: does one of them say that DMARC passed? */
function arcOf(arc: ARCResult | false, trusted: string[]): AuthVerdict['arc'] {
  if (!arc) return { result: 'none', sealer: null, vouched: false };
  const result = arc.status.result as AuthVerdict['arc']['result'];
  const chain = (Array.isArray(arc.chain) ? arc.chain : []).toSorted((a, b) => b.i - a.i);
  const sealerOf = (entry: (typeof chain)[number]) => String(entry['arc-seal']?.parsed?.d?.value ?? '').toLowerCase();
  const sealer = chain[0] ? sealerOf(chain[0]) : null;
  let vouched = false;
  if (result === 'pass')
    for (const entry of chain) {
      if (!trusted.includes(sealerOf(entry))) break;
      vouched ||= /\bdmarc\s*=\s*pass\b/i.test(entry['arc-authentication-results']?.original ?? '');
    }
  return { result, sealer, vouched };
}

function resultsIn(headers: string): string {
  const match = /^Authentication-Results:[ \t]*(.*(?:\r\n[ \t].*)*)/im.exec(headers);
  return match?.[1] ?? '';
}
