/**
 * FETCH of what a list shows: flags and ids from the session's memory, ENVELOPE and BODYSTRUCTURE as the octets that the table holds.
 * Nothing becomes a string on the way but the numbers between them (docs/performance.md).
 */
import { encodeDateTime } from '#lib/imap/wire/date-time.ts';
import type { FetchItem } from '#lib/imap/requests/fetch-items.ts';
import type { Connection } from '#server/net/connection.ts';
import { listRows, type ListColumn, type Tuples } from '#server/store/index.ts';
import type { Session } from '../session/session.ts';
import { isKnown, known } from './known-items.ts';

export interface Sent {
  /** How many of the messages are no longer there. */
  missing: number;
  /** A part whose encoding nobody knows was asked for in BINARY (RFC 3516 §4.3); it was left out. */
  unknownEncoding: boolean;
}

const columnOf = new Map<FetchItem['item'], ListColumn>([
  ['RFC822.SIZE', 'size'],
  ['INTERNALDATE', 'receivedAt'],
  ['ENVELOPE', 'envelope'],
  ['BODYSTRUCTURE', 'bodystructure'],
  ['BODY', 'body'],
]);

export function isList(items: readonly FetchItem[]): boolean {
  return items.every(({ item }) => isKnown(item) || columnOf.has(item));
}

/** Only for items that `isList` lets through. */
export async function sendList(session: Session, indexes: readonly number[], items: readonly FetchItem[]): Promise<Sent> {
  const { view, accountId, mailboxId } = session.open;
  const { connection } = session;
  const columns = items.flatMap(({ item }) => columnOf.get(item) ?? []);
  const uids = indexes.map((index) => view.uid(index));
  const gapless = (indexes.at(-1) ?? 0) - (indexes[0] ?? 0) === indexes.length - 1;
  const sent: Sent = { missing: indexes.length, unknownEncoding: false };
  const batch = new Batch(connection);
  for await (const rows of listRows(accountId, mailboxId, uids, columns, gapless)) {
    while (rows.next()) {
      const index = view.indexOf(rows.number() ?? 0);
      if (index < 0) continue; // it came while we were reading
      sent.missing--;
      writeRow(session, batch, index, items, rows);
      if (batch.isDue) await batch.send();
    }
    await batch.send();
  }
  return sent;
}

function writeRow(session: Session, batch: Batch, index: number, items: readonly FetchItem[], rows: Tuples): void {
  let text = `* ${session.fetchLabel(index)} (`;
  let between = '';
  for (const { item } of items) {
    text += `${between}${item} `;
    between = ' ';
    if (isKnown(item)) text += known(session, item, index);
    else if (item === 'RFC822.SIZE') text += rows.number();
    else if (item === 'INTERNALDATE') text += encodeDateTime(new Date(rows.instant()));
    else {
      batch.text(text);
      batch.octets(rows.bytes() ?? nil);
      text = '';
    }
  }
  batch.text(`${text})\r\n`);
}

const nil = Buffer.from('NIL');
const room = 128 * 1024;

/** Collects lines in one buffer after the other, which go to the socket as they are. */
class Batch {
  readonly #connection: Connection;
  #buffer = Buffer.allocUnsafe(room);
  #used = 0;
  /** There is enough for the client to chew on: `send` waits until it has taken it. */
  isDue = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Of ASCII alone. */
  text(text: string): void {
    if (text.length > room - this.#used) this.#hand();
    this.#used += this.#buffer.write(text, this.#used, 'latin1');
  }

  octets(octets: Buffer): void {
    if (octets.length > room - this.#used) this.#hand();
    if (octets.length > room) this.#connection.write(octets);
    else {
      this.#buffer.set(octets, this.#used);
      this.#used += octets.length;
    }
  }

  async send(): Promise<void> {
    this.#hand();
    this.isDue = false;
    await this.#connection.flush();
  }

  #hand(): void {
    if (this.#used === 0) return;
    this.#connection.write(this.#buffer.subarray(0, this.#used));
    this.#buffer = Buffer.allocUnsafe(room); // the socket may still hold the other one
    this.#used = 0;
    this.isDue = true;
  }
}
