/** A message as the store takes it, one item for each account: into INBOX or Junk, with its trace lines in front. */
import { mimeTreeOf } from '#lib/message/mime-tree.ts';
import { prefixedTree } from '#lib/message/prefixed-tree.ts';
import { renderMessage } from '#lib/message/render.ts';
import type { RenderedMessage } from '#lib/message/stored.ts';
import type { BlobRef, DeliverItem, Recipient, TraceOrigin } from '#server/store/index.ts';
import type { EnvelopeAddresses } from './envelope-addresses.ts';
import type { LocalVerdict } from './judge-for-account.ts';

export interface LocalMessage {
  /** '' is the null sender. */
  mailFrom: string;
  /** Accounts, each once. */
  accounts: number[];
  /** Without the trace lines. */
  message: Uint8Array;
  blob: BlobRef;
  prefix: Buffer;
  /** Without it: each account's own. */
  addresses?: EnvelopeAddresses;
  /** How it came. `recorded`: the queue tells administrators of it. */
  trace?: { origin: TraceOrigin; recorded?: boolean };
  /** By account; who has none gets it into INBOX. */
  verdicts?: Map<number, LocalVerdict>;
}

export function localItems(
  { mailFrom, accounts, message, blob, prefix, verdicts, addresses, trace }: LocalMessage,
  recipients: ReadonlyMap<number, Recipient>,
): DeliverItem[] {
  const renderings = new Map<string, { prefix: Buffer; rendered: RenderedMessage }>();
  const renderedWith = (line: string) => {
    const known = renderings.get(line);
    if (known) return known;
    const own = withLine(prefix, line);
    // The checks for junk have taken it apart already.
    const root = prefixedTree(own, mimeTreeOf(message)) ?? undefined;
    const made = { prefix: own, rendered: renderMessage(Buffer.concat([own, message]), mailFrom, root) };
    renderings.set(line, made);
    return made;
  };
  const traced = (accountId: number) => (trace ? { trace: { ...trace, rcpt: addresses?.get(accountId)?.[0] ?? '' } } : {});
  const receivedAt = new Date();
  const items: DeliverItem[] = [];
  for (const accountId of new Set(accounts)) {
    const { junk = false, line = '', events = [] } = verdicts?.get(accountId) ?? {};
    // Who deleted the Junk mailbox has the junk in INBOX: it is never lost.
    const { inboxId = null, junkId = null } = recipients.get(accountId) ?? {};
    const mailboxId = (junk ? junkId : null) ?? inboxId;
    if (mailboxId === null) throw new Error(`account ${accountId} has no INBOX`);
    items.push({ accountId, mailboxIds: [mailboxId], blob, ...renderedWith(line), receivedAt, events, ...traced(accountId) });
  }
  return items;
}

/** Return-Path stays the first line (RFC 5321 §4.4). */
function withLine(prefix: Buffer, line: string): Buffer {
  if (line === '') return prefix;
  const at = prefix.indexOf('\r\n') + 2;
  return Buffer.concat([prefix.subarray(0, at), Buffer.from(line), prefix.subarray(at)]);
}
