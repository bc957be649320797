/**
 * Reads by COPY in its binary format. The driver makes a string of every value of a row, and hexadecimal digits of every octet of a bytea
 * before it; here they arrive as they are. For what is read by the thousand and goes to a socket unchanged.
 */
import type { Connection, Submittable } from 'pg';
import { database, queried } from './database.ts';

/**
 * The rows of `copy (select …) to stdout (format binary)`, all in memory: the caller bounds their number. Of more than `mostOctets` the
 * rest is let go, and the rows say so. COPY takes no parameters, so the text may hold nothing from outside but numbers and the hexadecimal
 * digits of hashes: use `intList` and `hashLiteral`.
 */
export const copyOut = (select: string, mostOctets = Infinity): Promise<Tuples> =>
  queried(`copy (${select}) to stdout`, () => copied(select, mostOctets));

async function copied(select: string, mostOctets: number): Promise<Tuples> {
  const client = await database().pool.connect();
  let broken: Error | undefined;
  try {
    const query = new CopyOut(`copy (${select}) to stdout (format binary)`, mostOctets);
    client.query(query);
    return await query.done;
  } catch (error) {
    if (!(error instanceof Error && 'severity' in error)) broken = error as Error; // not the database's refusal, but a lost connection
    throw error;
  } finally {
    client.release(broken);
  }
}

/** `'{1,2}'::int[]`, of numbers alone. */
export function intList(numbers: readonly number[]): string {
  return `'{${numbers.map(intLiteral).join(',')}}'::int[]`;
}

export function intLiteral(number: number): string {
  if (!Number.isSafeInteger(number)) throw new Error(`store: ${number} is no whole number`);
  return `${number}`;
}

export const hashLiteral = (hash: Buffer) => `'\\x${hash.toString('hex')}'::bytea`;

/** Rows of COPY's binary format, one after the other, their fields from left to right. */
export class Tuples {
  readonly #arenas: readonly Buffer[];
  #next = 0;
  #arena: Buffer = Buffer.alloc(0);
  #at = 0;

  /** The first field of the last row, an int4, when there were more rows than were wanted; null when these are all. */
  readonly cutBehind: number | null;

  /** The header, the rows and the end mark, none of them across two arenas. */
  constructor(arenas: readonly Buffer[], cutBehind: number | null = null) {
    this.#arenas = arenas;
    this.cutBehind = cutBehind;
  }

  /** Goes to the next row, which all fields of this one must have been read for; false when there is none. */
  next(): boolean {
    while (this.#at + 2 > this.#arena.length) {
      const arena = this.#arenas[this.#next];
      if (!arena) return false;
      this.#arena = arena;
      this.#at = this.#next++ === 0 ? headerLength + arena.readInt32BE(headerLength - 4) : 0;
    }
    this.#at += 2;
    return this.#arena.readInt16BE(this.#at - 2) >= 0;
  }

  /** An int2, int4 or int8; null for NULL. */
  number(): number | null {
    const length = this.#length();
    if (length < 0) return null;
    const at = this.#at;
    this.#at += length;
    if (length === 4) return this.#arena.readInt32BE(at);
    if (length === 8) return this.#arena.readInt32BE(at) * 0x1_0000_0000 + this.#arena.readUInt32BE(at + 4);
    return this.#arena.readInt16BE(at);
  }

  /** A timestamptz, in milliseconds since 1970. */
  instant(): number {
    return Math.floor((this.number() ?? 0) / 1000) + postgresEpoch;
  }

  /** A bytea, or a text in UTF-8: a view, not a copy. */
  bytes(): Buffer | null {
    const length = this.#length();
    if (length < 0) return null;
    this.#at += length;
    return this.#arena.subarray(this.#at - length, this.#at);
  }

  #length(): number {
    this.#at += 4;
    return this.#arena.readInt32BE(this.#at - 4);
  }
}

/** Signature, flags, and the length of an extension. */
const headerLength = 11 + 4 + 4;
const postgresEpoch = Date.UTC(2000, 0, 1);

/** The first is small, as most questions are; each one is twice the one before. */
const arenaSize = { first: 16 * 1024, most: 256 * 1024 };

/** What the driver calls while it runs a query. */
class CopyOut implements Submittable {
  readonly #text: string;
  readonly #mostOctets: number;
  readonly #arenas: Buffer[] = [];
  #arena = Buffer.alloc(0);
  #used = 0;
  #octets = 0;
  #rows = 0;
  #lastKey = 0;
  #cut = false;
  readonly done: Promise<Tuples>;
  #resolve: (rows: Tuples) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(text: string, mostOctets: number) {
    this.#text = text;
    this.#mostOctets = mostOctets;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }
  /** Postgres sends each row whole. The driver uses its buffer again, so what comes is copied, many rows into one arena. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    const isRow = this.#rows === 0 || chunk.length > 2;
    if (isRow && this.#rows > 0 && this.#octets + chunk.length > this.#mostOctets) this.#cut = true;
    if (this.#cut) return;
    if (isRow) {
      // Behind the number of fields and the length of the first; in front of the first row is the header.
      const at = (this.#rows++ === 0 ? headerLength : 0) + 2 + 4;
      this.#lastKey = at + 4 <= chunk.length ? chunk.readInt32BE(at) : 0;
    }
    this.#octets += chunk.length;
    if (chunk.length > this.#arena.length - this.#used) {
      this.#close();
      const size = Math.min(arenaSize.most, Math.max(arenaSize.first, this.#arena.length * 2));
      this.#arena = Buffer.allocUnsafeSlow(Math.max(size, chunk.length));
      this.#used = 0;
    }
    this.#arena.set(chunk, this.#used);
    this.#used += chunk.length;
  }
  handleError(error: Error): void {
    this.#reject(error);
  }
  handleReadyForQuery(): void {
    this.#close();
    this.#resolve(new Tuples(this.#arenas, this.#cut ? this.#lastKey : null));
  }
  handleCommandComplete(): void {}

  #close(): void {
    if (this.#used > 0) this.#arenas.push(this.#arena.subarray(0, this.#used));
  }
}
