/** The verdict on a message from another server, before it is accepted: who sent it, and whether it is taken at all. */
import { dispositionOf, type Disposition } from '#lib/mailauth/policy.ts';
import { stripForged } from '#lib/mailauth/strip-forged.ts';
import { mimeTreeOf } from '#lib/message/mime-tree.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { config } from '#server/config/config.ts';
import { noteResult } from '#server/mailauth/reports/note-result.ts';
import { verifySender } from '#server/mailauth/verify.ts';
import { lookOver, type LookedOver } from '#server/spam/look-over.ts';
import { ScannerDown, type ScanRequest } from '#server/spam/scanner.ts';

export interface MessageFacts {
  remoteAddress: string;
  isLoopback: boolean;
  /** It came over LMTP, from an MTA of our own: it has judged, and its address says nothing of the sender. */
  trusted?: boolean;
  helo: string;
  /** '' is the null sender. */
  mailFrom: string;
  /** Address of the first author, lower-case; '' for none. */
  author: string;
  /** As the sender wrote them. */
  recipients: readonly string[];
  message: Uint8Array;
}
export interface Judged {
  facts: MessageFacts;
  /** Null for a program of this machine: it has no domain to answer for. */
  auth: AuthVerdict | null;
  disposition: Disposition;
  /** What it tells about being junk; null for what an MTA of our own has judged, and for what is refused. */
  looked: LookedOver | null;
  /** A program that was to look at it is down, or DNS: the sender is to come again. */
  isDeferred: boolean;
  /** The words for the sender when the message is not taken. */
  refusal: string | null;
  /** Without what only we may write. */
  message: Buffer;
  /** Authentication-Results and Received-SPF, to stand above our Received line (RFC 8601 §5, RFC 7208 §9.1). */
  headers: string;
}

export async function judgeMessage(facts: MessageFacts): Promise<Judged> {
  const { hostname, dnsServer } = config();
  const stripped = stripForged(facts.message, hostname, mimeTreeOf(facts.message).fields);
  // The very same octets when nothing was taken out: what is known of them is not found out again.
  const message = Buffer.isBuffer(stripped) ? stripped : Buffer.from(stripped.buffer, stripped.byteOffset, stripped.byteLength);
  const accepted = {
    facts,
    auth: null,
    disposition: { kind: 'accept' },
    looked: null,
    isDeferred: false,
    refusal: null,
    message,
    headers: '',
  } as const;
  if (facts.trusted) return accepted;
  // Cron and its like hand in mail over loopback; with a DNS server of its own, such as in the demo, loopback is a world of servers.
  if (facts.isLoopback && !dnsServer) return { ...accepted, ...(await lookedAt({ ...facts, message }, null)) };
  const auth = await verifySender(facts);
  const { headers } = auth;
  const disposition = dispositionOf(auth, Math.random() * 100);
  if (disposition.kind === 'defer') return { ...accepted, auth, disposition, isDeferred: true, headers };
  noteResult(auth, disposition, facts, new Date());
  if (disposition.kind === 'refuse') return { ...accepted, auth, disposition, refusal: disposition.reason, headers };
  return { ...accepted, auth, disposition, headers, ...(await lookedAt({ ...facts, message }, auth)) };
}

async function lookedAt(request: ScanRequest, auth: AuthVerdict | null): Promise<Pick<Judged, 'looked' | 'isDeferred'>> {
  try {
    return { looked: await lookOver(request, auth), isDeferred: false };
  } catch (error) {
    if (error instanceof ScannerDown) return { looked: null, isDeferred: true };
    throw error;
  }
}
