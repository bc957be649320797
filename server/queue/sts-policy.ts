/** The policy of a domain by MTA-STS (RFC 8461): looked up, fetched, and kept as long as it says. */
import { parseStsPolicy, parseStsRecord } from '#lib/smtp/mta-sts.ts';
import { config } from '#server/config/config.ts';
import { lookUpTxt } from '#server/dns/resolver.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { fetchPublic } from '#server/net/fetch-public.ts';
import { getStsPolicy, noteStsFailure, putStsPolicy, type StoredPolicy } from '#server/store/index.ts';
import type { TlsResult } from './tls-demand.ts';
import { trustedAuthorities } from '#server/tls/trusted-authorities.ts';

const timeoutMs = 60_000; // §3.3
const maxOctets = 64 * 1024;
const retryMs = 5 * 60_000;
const refreshMs = 24 * 60 * 60_000;

export interface FoundPolicy {
  /** In force; null: there is none. */
  policy: StoredPolicy | null;
  /** Why a new one could not be had, for reports. */
  fault: TlsResult | null;
}

export async function findStsPolicy(domain: string, now: Date): Promise<FoundPolicy> {
  const kept = await getStsPolicy(domain);
  const valid = kept && kept.expiresAt > now ? kept : null;
  const txt = await lookUpTxt(`_mta-sts.${domain}`);
  const id = txt.kind === 'found' ? parseStsRecord(txt.records) : null;
  // §5.1: without a record, or when DNS fails, what is kept goes on being in force until it expires.
  if (id === null) return { policy: valid, fault: null };
  if (valid?.policyId === id && now.getTime() - valid.fetchedAt.getTime() < refreshMs) return { policy: valid, fault: null };
  if (kept?.failedAt && now.getTime() - kept.failedAt.getTime() < retryMs) return { policy: valid, fault: 'sts-policy-fetch-error' };
  const fetched = await fetchPolicy(domain, id, now);
  if (typeof fetched === 'object') return { policy: fetched, fault: null };
  await noteStsFailure(domain, now);
  return { policy: valid, fault: fetched };
}

async function fetchPolicy(domain: string, policyId: string, now: Date): Promise<StoredPolicy | TlsResult> {
  const { mtaStsPort } = config();
  const url = `https://mta-sts.${domain}${mtaStsPort === 443 ? '' : `:${mtaStsPort}`}/.well-known/mta-sts.txt`;
  try {
    // §3.3: the certificate must be right, and redirects are not followed.
    const answer = await fetchPublic(url, { maxOctets, timeoutMs, maxRedirects: 0, secureOnly: true, ca: trustedAuthorities() });
    if (answer.status !== 200) throw new Error(`it answers with ${answer.status}`);
    const body = answer.body.toString('utf8');
    const isText = /^text\/plain(?:;|$)/i.test(answer.headers['content-type'] ?? '');
    const policy = isText ? parseStsPolicy(body) : null;
    if (!policy) {
      log.warn('queue: a policy of MTA-STS cannot be read', { domain });
      return 'sts-policy-invalid';
    }
    const { mode, mx, maxAge } = policy;
    const expiresAt = new Date(now.getTime() + maxAge * 1000);
    const stored: StoredPolicy = { domain, policyId, mode, mx, body, fetchedAt: now, expiresAt, failedAt: null };
    await putStsPolicy(stored);
    return stored;
  } catch (error) {
    const reason = reasonOf(error);
    log.warn('queue: a policy of MTA-STS cannot be fetched', { domain, reason });
    return /certificate|altname|self.signed|expired/i.test(reason) ? 'sts-webpki-invalid' : 'sts-policy-fetch-error';
  }
}
