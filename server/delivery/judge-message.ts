/** The verdict on a message from another server, before it is accepted: who sent it, and whether it is taken at all. */
import { dispositionOf, type Disposition } from '#lib/mailauth/policy.ts';
import { stripForged } from '#lib/mailauth/strip-forged.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { config } from '#server/config/config.ts';
import { verifySender } from '#server/mailauth/verify.ts';

export interface MessageFacts {
  remoteAddress: string;
  isLoopback: boolean;
  /** It came over LMTP, from an MTA of our own: it has judged, and its address says nothing of the sender. */
  trusted?: boolean;
  helo: string;
  /** '' is the null sender. */
  mailFrom: string;
  message: Uint8Array;
}
export interface Judged {
  facts: MessageFacts;
  /** Null for a program of this machine: it has no domain to answer for. */
  auth: AuthVerdict | null;
  disposition: Disposition;
  /** The words for the sender when the message is not taken. */
  refusal: string | null;
  /** Without what only we may write. */
  message: Buffer;
  /** Authentication-Results and Received-SPF, to stand above our Received line (RFC 8601 §5, RFC 7208 §9.1). */
  headers: string;
}

export async function judgeMessage(facts: MessageFacts): Promise<Judged> {
  const { hostname, dnsServer } = config();
  const stripped = stripForged(facts.message, hostname);
  const message = Buffer.from(stripped.buffer, stripped.byteOffset, stripped.byteLength);
  // Cron and its like hand in mail over loopback; with a DNS server of its own, such as in the demo, loopback is a world of servers.
  if (facts.trusted || (facts.isLoopback && !dnsServer))
    return { facts, auth: null, disposition: { kind: 'accept' }, refusal: null, message, headers: '' };
  const auth = await verifySender(facts);
  const disposition = dispositionOf(auth);
  return { facts, auth, disposition, refusal: disposition.kind === 'refuse' ? disposition.reason : null, message, headers: auth.headers };
}
