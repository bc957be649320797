/**
 * The replies of FETCH. Flags, UIDs and ids come from the session's view; sizes, dates, ENVELOPE and BODYSTRUCTURE are columns ready to
 * send; octets of bodies are read by ranges. Everything leaves in batches, and a slow reader slows us (protocols, section 6).
 */
import { encodeDateTime } from '#lib/imap/wire/date-time.ts';
import { encodeString } from '#lib/imap/wire/encode.ts';
import type { FetchItem } from '#lib/imap/requests/fetch-items.ts';
import { Flag } from '#lib/message/keywords.ts';
import { fetchRows, storeFlags, type FetchRow } from '#server/store/index.ts';
import type { Session } from '../session/session.ts';
import { isKnown, known } from './known-items.ts';
import { isOctetItem, streamSection, type SectionOctets } from './section-octets.ts';
import { windowsOf } from './octet-windows.ts';
import { isList, sendList, type Sent } from './send-list.ts';

export async function sendMessages(session: Session, indexes: readonly number[], items: readonly FetchItem[]): Promise<Sent> {
  if (items.every(({ item }) => isKnown(item))) return sendFromMemory(session, indexes, items);
  if (isList(items)) return sendList(session, indexes, items);
  const { view, accountId, mailboxId, readOnly, rights } = session.open;
  const octetItems = items.filter(isOctetItem);
  const marksSeen = !readOnly && rights.includes('s') && octetItems.some((item) => 'peek' in item && !item.peek);
  const want = {
    envelope: items.some(({ item }) => item === 'ENVELOPE'),
    bodystructure: items.some(({ item }) => item === 'BODYSTRUCTURE'),
    body: items.some(({ item }) => item === 'BODY'),
    preview: items.some(({ item }) => item === 'PREVIEW'),
    octets: octetItems.length > 0 || items.some(({ item }) => item === 'SAVEDATE'),
    root: octetItems.some((item) => (item.item === 'SECTION' ? item.section.part : item.part).length > 0),
  };
  const sent: Sent = { missing: indexes.length, unknownEncoding: false };
  const uids = indexes.map((index) => view.uid(index));
  for await (const page of fetchRows(accountId, mailboxId, uids, want)) {
    const seen = marksSeen ? await markSeen(session, page) : new Set<number>();
    for await (const { rows, octets } of octetItems.length > 0 ? windowsOf(page, octetItems) : [{ rows: page, octets: [] }]) {
      for (const [at, row] of rows.entries()) {
        const found = octets[at] ?? [];
        await sendRow(session, row, withFlags(items, seen.has(row.uid)), found);
        sent.unknownEncoding ||= found.includes('unknownEncoding');
      }
      if (octetItems.length > 0) await session.connection.flush();
    }
    sent.missing -= page.length;
    await session.connection.flush();
  }
  return sent;
}

async function sendFromMemory(session: Session, indexes: readonly number[], items: readonly FetchItem[]): Promise<Sent> {
  let batch = '';
  for (const index of indexes) {
    batch += `* ${session.fetchLabel(index)} (${items.map(({ item }) => `${item} ${known(session, item, index)}`).join(' ')})\r\n`;
    if (batch.length < 65_536) continue;
    session.connection.write(batch);
    batch = '';
    await session.connection.flush();
  }
  session.connection.write(batch);
  return { missing: 0, unknownEncoding: false };
}

async function sendRow(session: Session, row: FetchRow, items: readonly FetchItem[], octets: readonly SectionOctets[]): Promise<void> {
  const index = session.open.view.indexOf(row.uid);
  // RFC 9051 §9: there is no FETCH without an item.
  if (items.length === octets.length && octets.every((found) => found === 'unknownEncoding')) return;
  let text = `* ${session.fetchLabel(index)} (`;
  let section = 0;
  let first = true;
  for (const item of items) {
    const found = isOctetItem(item) ? (octets[section++] ?? null) : null;
    if (found === 'unknownEncoding') continue;
    if (!first) text += ' ';
    first = false;
    if (!isOctetItem(item)) {
      text += `${item.item} ${isKnown(item.item) ? known(session, item.item, index) : column(row, item.item)}`;
      continue;
    }
    text += `${item.label} `;
    if (found === null) text += item.item === 'BINARY.SIZE' ? '0' : 'NIL';
    else if ('size' in found) text += `${found.size}`;
    else if (found.length === 0) text += '""';
    else {
      // RFC 9051 §4.3.1: NUL goes in a literal8 only.
      const mark = 'binary' in found && found.bytes.includes(0) ? '~' : '';
      session.connection.write(`${text}${mark}{${found.length}}\r\n`);
      text = '';
      if ('bytes' in found) session.connection.write(found.bytes);
      else await streamSection(session.connection, row, found);
    }
  }
  session.connection.write(`${text})\r\n`);
}

/** RFC 8970 §3.3: at most 200 characters. */
const previewLength = 200;

function column(row: FetchRow, item: FetchItem['item']): string | number {
  if (item === 'RFC822.SIZE') return row.size;
  if (item === 'INTERNALDATE') return encodeDateTime(row.receivedAt);
  if (item === 'SAVEDATE') return encodeDateTime(row.savedAt);
  if (item === 'ENVELOPE') return row.envelope ?? 'NIL';
  if (item === 'PREVIEW') return encodeString([...(row.preview ?? '')].slice(0, previewLength).join(''));
  return (item === 'BODY' ? row.body : row.bodystructure) ?? 'NIL';
}

// RFC 9051 §6.4.5: reading a body sets \Seen, and the reply says so. Returns the UIDs that were not.
async function markSeen(session: Session, page: readonly FetchRow[]): Promise<Set<number>> {
  const { view, accountId, mailboxId } = session.open;
  const unseen = page.map(({ uid }) => uid).filter((uid) => !view.isSeen(view.indexOf(uid)));
  if (unseen.length === 0) return new Set();
  const done = await storeFlags(accountId, mailboxId, unseen, { mode: 'add', flags: Flag.seen, keywords: null });
  if (done.ok) view.noteStored(done.value.changed);
  return new Set(unseen);
}

function withFlags(items: readonly FetchItem[], also: boolean): readonly FetchItem[] {
  return also && !items.some(({ item }) => item === 'FLAGS') ? [...items, { item: 'FLAGS' }] : items;
}
