/**
 * What a stream has told of the accounts that others share with its user: he hears of changes in every account that he has access to (RFC
 * 8620 §7.1). Of these that something has changed, not what (docs/jmap.md, shared accounts).
 */
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { accountState, watchAccount } from '#server/store/index.ts';
import { accountsOf } from '../account-access.ts';
import { sessionState } from '../session.ts';
import type { Changes } from './state-change.ts';

const sharedTypes = ['Mailbox', 'Thread', 'Email'];

export class SharedStates {
  readonly #user: AuthenticatedUser;
  readonly #told = new Map<number, number>();
  readonly #watches = new Map<number, () => void>();
  #session = '';

  constructor(user: AuthenticatedUser) {
    this.#user = user;
  }

  /** Takes what is there now as known: the client reads it when its stream begins. */
  async begin(): Promise<this> {
    const accounts = await accountsOf(this.#user);
    this.#session = sessionState(this.#user, accounts);
    for (const { accountId, shared } of accounts) if (shared) this.#told.set(accountId, await accountState(accountId));
    return this;
  }

  /** What is to be told now, and whether the session itself is another: something is shared that was not, or no longer. */
  async look(types: readonly string[], onChange: () => void): Promise<{ changed: [accountId: number, Changes][]; isOther: boolean }> {
    const accounts = await accountsOf(this.#user);
    const session = sessionState(this.#user, accounts);
    const isOther = session !== this.#session;
    this.#session = session;
    const shared = new Set(accounts.flatMap(({ accountId, shared: some }) => (some ? [accountId] : [])));
    for (const accountId of this.#watches.keys()) if (!shared.has(accountId)) this.#forget(accountId);
    const changed: [number, Changes][] = [];
    for (const accountId of shared) {
      if (!this.#watches.has(accountId)) this.#watches.set(accountId, watchAccount(accountId, onChange));
      const state = await accountState(accountId);
      if (this.#told.get(accountId) === state) continue;
      this.#told.set(accountId, state);
      changed.push([accountId, { state, types: types.filter((type) => sharedTypes.includes(type)) }]);
    }
    return { changed, isOther };
  }

  #forget(accountId: number): void {
    this.#watches.get(accountId)?.();
    this.#watches.delete(accountId);
    this.#told.delete(accountId);
  }

  stop(): void {
    for (const accountId of [...this.#watches.keys()]) this.#forget(accountId);
  }
}
