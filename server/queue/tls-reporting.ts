/** Counts what came of TLS with each server that is called, for TLS-RPT (RFC 8460). */
import { log, reasonOf } from '#server/log/log.ts';
import { countTlsSession } from '#server/store/index.ts';
import type { Host } from './route.ts';
import type { TlsResult } from './tls-demand.ts';

/** A count that is lost is no reason not to send. */
export async function countSession({ policy, name, address }: Host, result: TlsResult | 'successful', now: Date): Promise<void> {
  if (!policy) return;
  const { domain, type: policyType, strings: policyStrings, mxPatterns, fault } = policy;
  const session = { domain, policyType, mxHost: name, receivingAddress: address, policyStrings, mxPatterns };
  await countTlsSession({ ...session, result: fault ?? result }, now).catch((error: unknown) => {
    log.warn('queue: a result of TLS was not counted', { reason: reasonOf(error) });
  });
}
