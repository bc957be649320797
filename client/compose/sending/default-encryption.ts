/**
 * Encrypts as long as everybody has a key, where the writer wishes so, from the first letter on: no draft is kept in clear meanwhile. As soon
 * as a person chooses, nothing else decides.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Identity } from '../email-types.ts';
import type { SessionDependencies, SessionState } from '../draft/session-state.ts';

export class DefaultEncryption {
  isChosen = false;
  readonly #store: StoreApi<SessionState>;
  readonly #ask: SessionDependencies['defaultProtection'];
  #heeded: Promise<void> = Promise.resolve();

  constructor(store: StoreApi<SessionState>, ask: SessionDependencies['defaultProtection']) {
    this.#store = store;
    this.#ask = ask;
  }

  /** One look at the recipients as they are by then. True when it changed the protection. Rejects when the keys cannot be read. */
  heed(identityOf: () => Identity): Promise<boolean> {
    const look = this.#heeded.then(() => this.#look(identityOf));
    this.#heeded = look.then(
      () => undefined,
      () => undefined,
    );
    return look;
  }

  async #look(identityOf: () => Identity): Promise<boolean> {
    if (!this.#ask || this.isChosen) return false;
    const { to, cc, bcc } = this.#store.getState().draft;
    const identity = identityOf();
    const emails = [...to, ...cc, ...bcc, ...(identity.bcc ?? [])].map(({ email }) => email);
    const { wanted, missing } = await this.#ask(emails, identity.email);
    const { draft } = this.#store.getState();
    // Chosen by hand meanwhile; and where another identity has no such wish, nothing is kept of the other's.
    if (this.isChosen || (!wanted && !draft.protection)) return false;
    const protection = wanted && missing.length === 0 ? ('encrypt' as const) : undefined;
    this.#store.setState({ withoutKey: missing });
    if (draft.protection === protection) return false;
    this.#store.setState({ draft: { ...draft, protection } });
    return true;
  }
}
