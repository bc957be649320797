/**
 * The messages of a mailbox as one session sees them: it owns the sequence numbers (RFC 9051 §2.3.1.2). What changed elsewhere is taken
 * in by `apply`, but a message that vanished keeps its number until `takeUpdates` may say EXPUNGE. The client knows of all rows, as
 * arrivals are announced in the moment they are taken in.
 */
import { resolveRanges, encodeSet, type SequenceSet } from '#lib/imap/wire/sequence-set.ts';
import { Flag, imapFlags } from '#lib/message/keywords.ts';
import type { Membership } from '#server/store/index.ts';
import type { Rows } from './rows.ts';

export interface UpdateStyle {
  /** RFC 9051 §7.5.1: EXPUNGE is not sent while FETCH, STORE or SEARCH is answered. */
  expunges: boolean;
  condstore: boolean;
  qresync: boolean;
  /** RFC 9051 appendix E: no RECENT. */
  rev2?: boolean;
  uidOnly?: boolean;
  /** RFC 5465: flags that changed are told too. Default true. */
  flags?: boolean;
}

export class View {
  #rows: Rows;
  readonly accountId: number;
  readonly mailboxId: number;
  /** The mailbox's mod-sequence up to which this view is complete. */
  modseq: number;
  /** UIDs that carry \Recent in this session (RFC 3501 §2.3.2). */
  readonly recent = new Set<number>();
  /** What this session last took of them for itself: above `from`, up to `to`. */
  readonly claimed = { from: 0, to: 0 };
  /** `$`: UIDs of the last SEARCH with SAVE, ascending (RFC 5182 §2.1). */
  saved: readonly number[] = [];
  /** Counts changes of what is in here, for those who derive something from it. */
  version = 0;
  readonly #changed = new Set<number>();
  readonly #vanished = new Set<number>();
  #arrived = false;
  /** The mod-sequence below the first VANISHED that is held back; null when none is (RFC 7162 §6). */
  delayedFrom: number | null = null;
  #delayTold = false;

  constructor({ accountId, mailboxId }: { accountId: number; mailboxId: number }, rows: Rows, modseq: number) {
    this.accountId = accountId;
    this.mailboxId = mailboxId;
    this.#rows = rows;
    this.modseq = modseq;
  }

  get rows(): Rows {
    return this.#rows;
  }

  /** The same messages in columns that others have too, or the first that it is given. */
  adopt(rows: Rows): void {
    this.#rows = rows;
  }

  get count(): number {
    return this.#rows.count;
  }

  get highestUid(): number {
    return this.#rows.uid(this.count - 1);
  }

  uid(index: number): number {
    return this.#rows.uid(index);
  }

  /** All of them, ascending. */
  uids(): number[] {
    return Array.from({ length: this.count }, (_, index) => this.#rows.uid(index));
  }

  indexOf(uid: number): number {
    const index = this.#rows.firstAtOrAbove(uid);
    return index < this.count && this.#rows.uid(index) === uid ? index : -1;
  }

  /** Indexes (sequence number − 1), ascending. Numbers that stand for no message are passed over. */
  select(set: SequenceSet, byUid: boolean): number[] {
    const indexes: number[] = [];
    if (set === 'saved') return this.saved.map((uid) => this.indexOf(uid)).filter((index) => index >= 0);
    if (this.count === 0) return indexes;
    for (const [from, to] of resolveRanges(set, byUid ? this.highestUid : this.count)) {
      const end = byUid ? this.#rows.firstAtOrAbove(to + 1) : Math.min(to, this.count);
      for (let n = byUid ? this.#rows.firstAtOrAbove(from) : from - 1; n < end; n++) indexes.push(n);
    }
    return indexes;
  }

  /** True when a message is gone, though the client was not told yet (RFC 2180 §4.1). */
  isGone(index: number): boolean {
    return this.#vanished.has(this.uid(index));
  }

  /** UIDs that are gone and still counted, until EXPUNGE is said. */
  get vanished(): ReadonlySet<number> {
    return this.#vanished;
  }

  /** `(\Seen …)` of a message; `\Recent` is none of IMAP4rev2's. */
  flagsText(index: number, rev2 = false): string {
    const [bits, keywords] = [this.#rows.flags(index), this.#rows.keywords(index)];
    const isRecent = !rev2 && this.recent.has(this.uid(index));
    if (!keywords && !isRecent) return textOfBits(bits);
    return `(${[...imapFlags(bits, keywords), ...(isRecent ? ['\\Recent'] : [])].join(' ')})`;
  }

  isSeen(index: number): boolean {
    return (this.#rows.flags(index) & Flag.seen) !== 0;
  }

  /** Takes in what the store says of the time since `modseq`. Returns the UIDs that are new. */
  apply(changes: { mailbox: { modseq: number }; changed: readonly Membership[]; vanished: readonly number[] }): number[] {
    const rows = this.#rows;
    const arrivals: number[] = [];
    const highest = this.highestUid;
    for (const row of changes.changed) {
      if (row.uid > highest) {
        rows.add(row);
        arrivals.push(row.uid);
      } else {
        const index = this.indexOf(row.uid);
        if (index < 0) continue;
        rows.setThread(index, row.threadId); // threads are joined
        if (this.#set(index, row)) this.#changed.add(row.uid);
      }
    }
    this.#arrived ||= arrivals.length > 0;
    if (changes.changed.length > 0) this.version++;
    if (changes.vanished.some((uid) => this.indexOf(uid) >= 0)) this.delayedFrom ??= this.modseq;
    this.noteVanished(changes.vanished);
    this.modseq = Math.max(this.modseq, changes.mailbox.modseq);
    return arrivals;
  }

  /** What this session stored itself: its reply tells the client, no update does. */
  noteStored(changed: readonly { uid: number; flags: number; keywords: string[] | null; modseq: number }[]): void {
    for (const row of changed) {
      const index = this.indexOf(row.uid);
      if (index >= 0) this.#set(index, row);
    }
    if (changed.length > 0) this.version++;
  }

  noteVanished(uids: readonly number[]): void {
    for (const uid of uids) if (this.indexOf(uid) >= 0) this.#vanished.add(uid);
  }

  /** The lines that bring the client up to date, without `* `; from then on they are told. */
  takeUpdates({ expunges, condstore, qresync, rev2 = false, uidOnly = false, flags = true }: UpdateStyle): string[] {
    const lines = expunges && this.#vanished.size > 0 ? this.#forgetVanished(qresync || uidOnly) : [];
    if (this.#arrived) {
      lines.push(`${this.count} EXISTS`);
      if (!rev2) lines.push(`${this.recent.size} RECENT`);
      this.#arrived = false;
    }
    for (const uid of flags ? this.#changed : []) {
      const index = this.indexOf(uid);
      const modseq = condstore ? ` MODSEQ (${this.#rows.modseq(index)})` : '';
      const label = uidOnly ? `${uid} UIDFETCH (` : `${index + 1} FETCH (UID ${uid} `;
      if (index >= 0) lines.push(`${label}FLAGS ${this.flagsText(index, rev2)}${modseq})`);
    }
    this.#changed.clear();
    if (qresync) lines.push(...this.#delay(expunges));
    if (expunges) this.delayedFrom = null;
    return lines;
  }

  /** RFC 7162 §6: mod-sequences above that of a VANISHED held back must not make the client believe that it knows all below. */
  #delay(expunges: boolean): string[] {
    if (this.delayedFrom === null) return [];
    if (!expunges) {
      this.#delayTold = true;
      return [`OK [HIGHESTMODSEQ ${this.delayedFrom}] A VANISHED is held back`];
    }
    const told = this.#delayTold;
    this.#delayTold = false;
    return told ? [`OK [HIGHESTMODSEQ ${this.modseq}] All is told`] : [];
  }

  #forgetVanished(byUid: boolean): string[] {
    const gone = this.#vanished;
    const lines: string[] = [];
    // RFC 7162 §3.2.10, RFC 9586 §3.4: VANISHED takes the place of EXPUNGE.
    if (byUid) lines.push(`VANISHED ${encodeSet([...gone].sort((a, b) => a - b))}`);
    else for (let n = 0; n < this.count; n++) if (gone.has(this.uid(n))) lines.push(`${n + 1 - lines.length} EXPUNGE`);
    this.#rows.remove(gone);
    for (const uid of gone) this.recent.delete(uid);
    if (this.saved.length > 0) this.saved = this.saved.filter((uid) => !gone.has(uid)); // RFC 5182 §2.1
    this.version++;
    gone.clear();
    return lines;
  }

  // True when the flags differ from those known before.
  #set(index: number, row: { flags: number; keywords: string[] | null; modseq: number }): boolean {
    const rows = this.#rows;
    if (rows.modseq(index) > row.modseq) return false; // an older answer that came late
    const differs = rows.flags(index) !== row.flags || `${rows.keywords(index) ?? ''}` !== `${row.keywords ?? ''}`;
    if (differs || rows.modseq(index) !== row.modseq) rows.set(index, row);
    return differs;
  }
}

const texts = new Map<number, string>();

/** Of a message without keywords; there are few different ones. */
function textOfBits(bits: number): string {
  const known = texts.get(bits);
  if (known !== undefined) return known;
  const text = `(${imapFlags(bits, null).join(' ')})`;
  texts.set(bits, text);
  return text;
}
