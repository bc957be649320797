/**
 * The messages of a mailbox in columns, by UID ascending: 30 octets each. Sessions that have the same mailbox selected share the columns;
 * the first change that one of them makes to its view copies them (docs/performance.md has what that saves).
 */
import type { MailboxColumns, Membership } from '#server/store/index.ts';

export class Rows {
  #columns: MailboxColumns;
  /** Behind these there may be room for more. */
  #count: number;
  /** Nobody else has these columns. */
  #owned = false;

  private constructor(columns: MailboxColumns, count: number) {
    this.#columns = columns;
    this.#count = count;
  }

  static of(columns: MailboxColumns): Rows {
    return new Rows(columns, columns.uids.length);
  }

  static none(): Rows {
    return Rows.of(sized(0));
  }

  get count(): number {
    return this.#count;
  }
  get isShared(): boolean {
    return !this.#owned;
  }
  uid(index: number): number {
    return this.#columns.uids[index] ?? 0;
  }
  flags(index: number): number {
    return this.#columns.flags[index] ?? 0;
  }
  modseq(index: number): number {
    return this.#columns.modseqs[index] ?? 0;
  }
  emailId(index: number): number {
    return this.#columns.emailIds[index] ?? 0;
  }
  threadId(index: number): number {
    return this.#columns.threadIds[index] ?? 0;
  }
  keywords(index: number): readonly string[] | null {
    return this.#columns.keywords.get(this.uid(index)) ?? null;
  }

  /** The index of the first UID that is not below; `count` when there is none. */
  firstAtOrAbove(uid: number): number {
    const { uids } = this.#columns;
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((uids[middle] ?? 0) < uid) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The same rows for somebody else: whoever changes his first has copied them by then. */
  share(): Rows {
    this.#owned = false;
    return new Rows(this.#columns, this.#count);
  }

  sameAs(other: Rows): boolean {
    if (this.#count !== other.#count) return false;
    const [mine, theirs] = [this.#columns, other.#columns];
    if (mine === theirs) return true;
    const names = ['uids', 'flags', 'modseqs', 'emailIds', 'threadIds'] as const;
    return (
      names.every((name) => octets(mine[name], this.#count).equals(octets(theirs[name], this.#count))) &&
      mine.keywords.size === theirs.keywords.size &&
      [...mine.keywords].every(([uid, words]) => `${words}` === `${theirs.keywords.get(uid) ?? ''}`)
    );
  }

  /** As they were when `uidnext` was the next UID, and `vanished` had not gone: of these nothing is known but that they were there. */
  asOf(uidnext: number, vanished: readonly number[]): Rows {
    const uids = new Set(vanished);
    for (let index = 0; index < this.#count; index++) uids.add(this.uid(index));
    const rows = Rows.none();
    for (const uid of [...uids].filter((one) => one < uidnext).sort((a, b) => a - b)) {
      const index = this.firstAtOrAbove(uid);
      if (index < this.#count && this.uid(index) === uid) rows.add(this.#row(index));
      else rows.add({ uid, emailId: 0, threadId: 0, modseq: 0, flags: 0, keywords: null });
    }
    return rows;
  }

  set(index: number, { flags, keywords, modseq }: Pick<Membership, 'flags' | 'keywords' | 'modseq'>): void {
    this.#own(0);
    const columns = this.#columns;
    columns.flags[index] = flags;
    columns.modseqs[index] = modseq;
    if (keywords) columns.keywords.set(this.uid(index), keywords);
    else columns.keywords.delete(this.uid(index));
  }

  setThread(index: number, threadId: number): void {
    if (this.threadId(index) === threadId) return;
    this.#own(0);
    this.#columns.threadIds[index] = threadId;
  }

  /** Above all UIDs that are there. */
  add(row: Membership): void {
    this.#own(1);
    const index = this.#count++;
    this.#columns.uids[index] = row.uid;
    this.#columns.emailIds[index] = row.emailId;
    this.#columns.threadIds[index] = row.threadId;
    this.set(index, row);
  }

  remove(gone: ReadonlySet<number>): void {
    this.#own(0);
    const { uids, flags, modseqs, emailIds, threadIds, keywords } = this.#columns;
    let end = 0;
    for (let n = 0; n < this.#count; n++) {
      if (gone.has(uids[n] ?? 0)) continue;
      if (end !== n) for (const column of [uids, flags, modseqs, emailIds, threadIds]) column[end] = column[n] ?? 0;
      end++;
    }
    for (const uid of gone) keywords.delete(uid);
    this.#count = end;
  }

  #row(index: number): Membership {
    const keywords = this.#columns.keywords.get(this.uid(index)) ?? null;
    const [emailId, threadId] = [this.emailId(index), this.threadId(index)];
    return { uid: this.uid(index), emailId, threadId, modseq: this.modseq(index), flags: this.flags(index), keywords };
  }

  // A copy of its own, with room for `more`.
  #own(more: number): void {
    const { uids, flags, modseqs, emailIds, threadIds, keywords } = this.#columns;
    const needed = this.#count + more;
    if (this.#owned && needed <= uids.length) return;
    const next = sized(needed <= this.#count ? needed : needed + 16 + (needed >> 4));
    const count = this.#count;
    next.uids.set(uids.subarray(0, count));
    next.flags.set(flags.subarray(0, count));
    next.modseqs.set(modseqs.subarray(0, count));
    next.emailIds.set(emailIds.subarray(0, count));
    next.threadIds.set(threadIds.subarray(0, count));
    this.#columns = { ...next, keywords: this.#owned ? keywords : new Map(keywords) };
    this.#owned = true;
  }
}

function sized(count: number): MailboxColumns {
  return {
    ...{ uids: new Uint32Array(count), flags: new Uint16Array(count), modseqs: new Float64Array(count) },
    ...{ emailIds: new Float64Array(count), threadIds: new Float64Array(count), keywords: new Map() },
  };
}

const octets = (column: Uint32Array | Uint16Array | Float64Array, count: number) =>
  Buffer.from(column.buffer, column.byteOffset, count * column.BYTES_PER_ELEMENT);
