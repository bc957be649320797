/** The messages of APPEND and REPLACE, put together and ready for the store (RFC 9051 §6.3.12, RFC 4469). */
import type { CatenatePart, NewMessage } from '#lib/imap/requests/append-request.ts';
import { parseMessageUrl } from '#lib/imap/requests/message-url.ts';
import { sectionRange } from '#lib/imap/section-range.ts';
import { pickHeaderFields } from '#lib/imap/header-fields.ts';
import { splitKeywords } from '#lib/message/keywords.ts';
import { renderMessage } from '#lib/message/render.ts';
import type { RenderedMessage } from '#lib/message/stored.ts';
import { config } from '#server/config/config.ts';
import { fetchRows, prepareBlob, readMessage, type DeliverItem } from '#server/store/index.ts';
import { flagsFor } from '../mailboxes/transfer.ts';
import { findMailbox, type Place } from '../mailboxes/tree.ts';
import { no, type Reply } from '../session/reply.ts';
import type { Session } from '../session/session.ts';

export interface ReadMessage {
  message: NewMessage;
  bytes: Buffer;
  rendered: RenderedMessage;
}

/** Its octets, taken apart; a Reply says why it is none. */
export async function readNewMessage(session: Session, message: NewMessage): Promise<ReadMessage | Reply> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (const part of message.parts) {
    const octets = 'text' in part ? part.text : await octetsOf(session, part);
    if (!octets) return no('That URL leads nowhere', `BADURL "${badUrl(part)}"`);
    pieces.push(octets);
    size += octets.length;
    if (size > config().maxMessageSize) return no('The message is too large', 'TOOBIG'); // RFC 4469 §4.2
  }
  if (size === 0) return no('An empty message is not stored');
  const [only] = pieces;
  const bytes = only && pieces.length === 1 ? Buffer.from(only.buffer, only.byteOffset, only.byteLength) : Buffer.concat(pieces);
  return { message, bytes, rendered: renderMessage(bytes) };
}

/** What the store takes. */
export async function itemFor(target: Place, { message, bytes, rendered }: ReadMessage): Promise<DeliverItem> {
  const { flags, keywords } = splitKeywords(message.flags);
  return {
    accountId: target.accountId,
    mailboxIds: [target.mailbox.mailboxId],
    blob: await prepareBlob(bytes),
    prefix: null,
    rendered,
    ...flagsFor(target, flags, keywords),
    ...(message.receivedAt && { receivedAt: message.receivedAt }),
    enforceQuota: true,
  };
}

/** The octets that a relative URL of this session's mailboxes leads to (RFC 4469 §3); \Seen is not set by it. */
async function octetsOf(session: Session, { url }: Extract<CatenatePart, { url: string }>): Promise<Uint8Array | null> {
  const wanted = parseMessageUrl(url);
  if (!wanted) return null;
  const path = wanted.mailbox?.replace(/^inbox(?=\/|$)/i, 'INBOX') ?? session.selected?.path ?? null;
  const place = await findMailbox(session, path);
  if (!place?.rights.includes('r') || (wanted.uidvalidity !== null && wanted.uidvalidity !== place.mailbox.uidvalidity)) return null;
  for await (const [row] of fetchRows(place.accountId, place.mailbox.mailboxId, [wanted.uid], { root: true })) {
    const range = row && sectionRange(row, wanted.section);
    if (!range) return null;
    const octets = await readMessage(row, range.from, range.to);
    const { fields, text } = wanted.section;
    const whole = fields.length > 0 ? pickHeaderFields(octets, fields, text === 'HEADER.FIELDS.NOT') : octets;
    const { partial } = wanted;
    return partial ? whole.subarray(partial.offset, partial.offset + partial.count) : whole;
  }
  return null;
}

// RFC 4469 §5: what may stand in a response code.
function badUrl(part: CatenatePart): string {
  return 'url' in part ? part.url.replace(/[^\u0021-\u005a\u005e-\u007e]/g, '_').slice(0, 500) : '';
}
