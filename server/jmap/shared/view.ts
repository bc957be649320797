/**
 * What a user sees of an account that is somebody else's: the mailboxes that are shared with him, and the emails in those that he may read
 * (RFC 8621 §2, myRights; the letters are those of RFC 4314 §2.1). What must always hold: of everything else there is nothing, not even an
 * id, a count or a keyword.
 */
import type { EmailFilter, SharedMailbox } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';

export class SharedView {
  readonly #rights: ReadonlyMap<number, string>;
  readonly #subscribed: ReadonlySet<number>;

  constructor(shared: readonly SharedMailbox[]) {
    this.#rights = new Map(shared.map(({ mailboxId, rights }) => [mailboxId, rights]));
    this.#subscribed = new Set(shared.filter(({ subscribed }) => subscribed).map(({ mailboxId }) => mailboxId));
  }

  /** Every one of these letters. */
  may(mailboxId: number, letters: string): boolean {
    const rights = this.#rights.get(mailboxId) ?? '';
    return [...letters].every((letter) => rights.includes(letter));
  }

  isVisible(mailboxId: number): boolean {
    return this.#rights.has(mailboxId);
  }

  isSubscribed(mailboxId: number): boolean {
    return this.#subscribed.has(mailboxId);
  }

  get readable(): number[] {
    return [...this.#rights.keys()].filter((mailboxId) => this.may(mailboxId, 'r'));
  }

  /** With the mailboxes that he sees; null: he may read it nowhere. */
  narrowed<Row extends { mailboxIds: number[] }>(row: Row): Row | null {
    if (!row.mailboxIds.some((mailboxId) => this.may(mailboxId, 'r'))) return null;
    return { ...row, mailboxIds: row.mailboxIds.filter((mailboxId) => this.isVisible(mailboxId)) };
  }

  /** Only what he may read, and asked only about what he sees. Throws unsupportedFilter. */
  scoped(filter: EmailFilter): EmailFilter {
    const [first, ...more] = this.readable;
    if (first === undefined) return nothing;
    const anywhere: EmailFilter = more.length === 0 ? { inMailbox: first } : { or: this.readable.map((inMailbox) => ({ inMailbox })) };
    return { and: [anywhere, this.#narrow(filter)] };
  }

  #narrow(filter: EmailFilter): EmailFilter {
    if ('and' in filter) return { and: filter.and.map((one) => this.#narrow(one)) };
    if ('or' in filter) return { or: filter.or.map((one) => this.#narrow(one)) };
    if ('not' in filter) return { not: this.#narrow(filter.not) };
    if ('inMailbox' in filter) return this.may(filter.inMailbox, 'r') ? filter : nothing;
    if ('inMailboxOtherThan' in filter) {
      const others = this.readable.filter((mailboxId) => !filter.inMailboxOtherThan.includes(mailboxId));
      return others.length === 0 ? nothing : { or: others.map((inMailbox) => ({ inMailbox })) };
    }
    // A thread may have emails that he does not see, and must not learn of.
    if ('threadKeyword' in filter) throw new MethodError('unsupportedFilter', 'Threads of a shared account are not searched for keywords.');
    return filter;
  }
}

const nothing: EmailFilter = { not: { all: true } };
