/**
 * The replies of FETCH. Flags, UIDs and ids come from the session's view; sizes, dates, ENVELOPE and BODYSTRUCTURE are columns ready to
 * send; octets of bodies are read by ranges. Everything leaves in batches, and a slow reader slows us (protocols, section 6).
 */
import { emailWireId, threadWireId } from '#lib/ids.ts';
import { encodeDateTime } from '#lib/imap/date-time.ts';
import type { FetchItem } from '#lib/imap/fetch-items.ts';
import { Flag } from '#lib/message/keywords.ts';
import { fetchRows, storeFlags, type FetchRow } from '#server/store/index.ts';
import type { Session } from '../session/session.ts';
import { readSections, streamSection, type SectionOctets } from './section-octets.ts';

const parallelReads = 8;
const fromMemory = new Set(['FLAGS', 'UID', 'MODSEQ', 'EMAILID', 'THREADID']);

/** Returns how many of the messages are no longer there. */
export async function sendMessages(session: Session, indexes: readonly number[], items: readonly FetchItem[]): Promise<number> {
  if (items.every(({ item }) => fromMemory.has(item))) return sendFromMemory(session, indexes, items);
  const { view, mailboxId, readOnly } = session.open;
  const sections = items.filter((item) => item.item === 'SECTION');
  const marksSeen = !readOnly && sections.some(({ peek }) => !peek);
  const want = {
    envelope: items.some(({ item }) => item === 'ENVELOPE'),
    bodystructure: items.some(({ item }) => item === 'BODYSTRUCTURE'),
    body: items.some(({ item }) => item === 'BODY'),
    root: sections.some(({ section }) => section.part.length > 0),
  };
  let sent = 0;
  const uids = indexes.map((index) => view.uid(index));
  for await (const page of fetchRows(session.accountId, mailboxId, uids, want)) {
    const seen = marksSeen ? await markSeen(session, page) : new Set<number>();
    for (let n = 0; n < page.length; n += parallelReads) {
      const window = page.slice(n, n + parallelReads);
      const octets = sections.length > 0 ? await Promise.all(window.map((row) => readSections(row, sections))) : [];
      for (const [at, row] of window.entries()) await sendRow(session, row, withFlags(items, seen.has(row.uid)), octets[at] ?? []);
      if (sections.length > 0) await session.connection.flush();
    }
    sent += page.length;
    await session.connection.flush();
  }
  return indexes.length - sent;
}

async function sendFromMemory(session: Session, indexes: readonly number[], items: readonly FetchItem[]): Promise<number> {
  let batch = '';
  for (const index of indexes) {
    batch += `* ${index + 1} FETCH (${items.map(({ item }) => `${item} ${known(session, item, index)}`).join(' ')})\r\n`;
    if (batch.length < 65_536) continue;
    session.connection.write(batch);
    batch = '';
    await session.connection.flush();
  }
  session.connection.write(batch);
  return 0;
}

async function sendRow(session: Session, row: FetchRow, items: readonly FetchItem[], octets: readonly SectionOctets[]): Promise<void> {
  const index = session.open.view.indexOf(row.uid);
  let text = `* ${index + 1} FETCH (`;
  let section = 0;
  for (const [n, item] of items.entries()) {
    if (n > 0) text += ' ';
    if (item.item !== 'SECTION') {
      text += `${item.item} ${fromMemory.has(item.item) ? known(session, item.item, index) : column(row, item.item)}`;
      continue;
    }
    const found = octets[section++] ?? null;
    text += `${item.label} `;
    if (found === null) text += 'NIL';
    else if (found.length === 0) text += '""';
    else {
      session.connection.write(`${text}{${found.length}}\r\n`);
      text = '';
      if ('bytes' in found) session.connection.write(found.bytes);
      else await streamSection(session.connection, row, found);
    }
  }
  session.connection.write(`${text})\r\n`);
}

function known(session: Session, item: FetchItem['item'], index: number): string | number {
  const { view } = session.open;
  if (item === 'UID') return view.uid(index);
  if (item === 'FLAGS') return view.flagsText(index);
  if (item === 'MODSEQ') return `(${view.rows.modseqs[index]})`;
  const [emailId, threadId] = [view.rows.emailIds[index] ?? 0, view.rows.threadIds[index] ?? 0];
  return item === 'EMAILID' ? `(${emailWireId(session.accountId, emailId)})` : `(${threadWireId(session.accountId, threadId)})`;
}

function column(row: FetchRow, item: FetchItem['item']): string | number {
  if (item === 'RFC822.SIZE') return row.size;
  if (item === 'INTERNALDATE') return encodeDateTime(row.receivedAt);
  if (item === 'ENVELOPE') return row.envelope ?? 'NIL';
  return (item === 'BODY' ? row.body : row.bodystructure) ?? 'NIL';
}

// RFC 9051 §6.4.5: reading a body sets \Seen, and the reply says so. Returns the UIDs that were not.
async function markSeen(session: Session, page: readonly FetchRow[]): Promise<Set<number>> {
  const { view, mailboxId } = session.open;
  const unseen = page.map(({ uid }) => uid).filter((uid) => !view.isSeen(view.indexOf(uid)));
  if (unseen.length === 0) return new Set();
  const done = await storeFlags(session.accountId, mailboxId, unseen, { mode: 'add', flags: Flag.seen, keywords: null });
  if (done.ok) view.noteStored(done.value.changed);
  return new Set(unseen);
}

function withFlags(items: readonly FetchItem[], also: boolean): readonly FetchItem[] {
  return also && !items.some(({ item }) => item === 'FLAGS') ? [...items, { item: 'FLAGS' }] : items;
}
