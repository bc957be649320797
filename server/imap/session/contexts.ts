/**
 * Searches with UPDATE (RFC 5267 §4.3): after each change of the mailbox they are made again, and what differs is told. Results are kept
 * as UIDs in the order asked for; numbers are counted when they are said.
 */
import type { FetchItem } from '#lib/imap/requests/fetch-items.ts';
import { encodeString } from '#lib/imap/wire/encode.ts';
import type { SearchKey } from '#lib/imap/requests/search-key.ts';
import { encodeSet } from '#lib/imap/wire/sequence-set.ts';
import type { SortKey } from '#lib/imap/requests/sort-criteria.ts';
import type { View } from './view.ts';

export interface Context {
  tag: string;
  uid: boolean;
  /** Message numbers in it are UIDs since it was given (RFC 5267 §4.3, the erratum). */
  key: SearchKey;
  sort: readonly SortKey[] | null;
  uids: number[];
  /** RFC 5465 §7: what to fetch of messages that come into the results. */
  fetch: readonly FetchItem[];
}

/** RFC 5267 §6: each costs a search at every change. */
const mostContexts = 10;

export class Contexts {
  readonly #all = new Map<string, Context>();
  /** The view's version that the results are of. */
  #version = -1;

  get size(): number {
    return this.#all.size;
  }
  has(tag: string): boolean {
    return this.#all.has(tag);
  }
  values(): Context[] {
    return [...this.#all.values()];
  }

  /** False: there are too many (NOUPDATE). */
  add(context: Context, version: number): boolean {
    if (this.#all.size >= mostContexts) return false;
    if (this.#all.size === 0) this.#version = version;
    this.#all.set(context.tag, context);
    return true;
  }

  cancel(tag: string): boolean {
    return this.#all.delete(tag);
  }

  isBehind(view: View): boolean {
    return this.#all.size > 0 && this.#version !== view.version;
  }

  caughtUp(view: View): void {
    this.#version = view.version;
  }

  /** Lines about messages that are about to be expunged, said while their numbers still stand (RFC 5267 §4.3.4). */
  forget(gone: ReadonlySet<number>, view: View): string[] {
    return this.values().flatMap((context) =>
      difference(
        context,
        context.uids.filter((uid) => !gone.has(uid)),
        view,
      ),
    );
  }
}

/** What turns the old results into `next`; the context then holds these. */
export function difference(context: Context, next: number[], view: View): string[] {
  const [old, wanted] = [context.uids, new Set(next)];
  const kept = new Set(old);
  const removed = old.filter((uid) => !wanted.has(uid));
  const added = next.filter((uid) => !kept.has(uid));
  context.uids = next;
  const name = (uid: number) => (context.uid ? uid : view.indexOf(uid) + 1);
  const lines: string[] = [];
  const head = `ESEARCH (TAG ${encodeString(context.tag)})${context.uid ? ' UID' : ''}`;
  if (removed.length > 0) {
    // From the end, so that the places of those in front stay what they were.
    const parts = context.sort
      ? [...removed].reverse().map((uid) => `${old.indexOf(uid) + 1} ${name(uid)}`)
      : [`0 ${encodeSet(removed.map(name))}`];
    lines.push(`${head} REMOVEFROM (${parts.join(' ')})`);
  }
  if (added.length > 0) {
    const parts = context.sort ? added.map((uid) => `${next.indexOf(uid) + 1} ${name(uid)}`) : [`0 ${encodeSet(added.map(name))}`];
    lines.push(`${head} ADDTO (${parts.join(' ')})`);
  }
  return lines;
}
