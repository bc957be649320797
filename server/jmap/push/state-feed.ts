/**
 * What a client that listens is told (RFC 8620 §7.1), through whatever kind of connection: a StateChange whenever its own account or one
 * that is shared with it has moved. Changes that come close together are one; states are told in their order.
 */
import type { StateChange } from '#lib/jmap/types.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { accountState, watchAccount } from '#server/store/index.ts';
import { readState } from '../shapes.ts';
import { SharedStates } from './shared-states.ts';
import { changesOf, stateChange } from './state-change.ts';

/** Changes of one batch become one event. */
const coalesceMs = 30;

/** `state`: of the user's own account; who comes back with it hears of what was missed. */
type Tell = (change: StateChange, state: string) => void;

export class StateFeed {
  readonly #user: AuthenticatedUser;
  readonly #types: readonly string[];
  readonly #shared: SharedStates;
  #sent: string;
  #tell: Tell = () => undefined;
  #fault: (error: unknown) => void = () => undefined;
  #stopWatching: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #work = Promise.resolve(); // one look after the other
  #ended = false;

  private constructor(user: AuthenticatedUser, types: readonly string[], shared: SharedStates, sent: string) {
    this.#user = user;
    this.#types = types;
    this.#shared = shared;
    this.#sent = sent;
  }

  /** `since`: the state where the client stopped; null: what is there now is known, it catches up by itself. */
  static async of(user: AuthenticatedUser, types: readonly string[], since: string | null): Promise<StateFeed> {
    const sent = since ?? String(await accountState(user.accountId));
    const shared = new SharedStates(user);
    // A state tells of the user's own account alone: who comes back hears of all that is shared with him.
    if (since === null) await shared.begin();
    return new StateFeed(user, types, shared, sent);
  }

  start(tell: Tell, fault: (error: unknown) => void): void {
    if (this.#ended) return;
    this.#tell = tell;
    this.#fault = fault;
    this.#stopWatching = watchAccount(this.#user.accountId, this.look);
    this.look(); // for what changed before the watch began
  }

  stop(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#stopWatching();
    this.#shared.stop();
  }

  /** While one look at the state is under way or waiting to be made, further hints are part of it. */
  readonly look = (): void => {
    if (this.#ended) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work = this.#work.then(() => this.#tellChanges()).catch(this.#fault);
    }, coalesceMs);
  };

  async #tellChanges(): Promise<void> {
    if (this.#ended) return;
    const { accountId } = this.#user;
    const changes = await changesOf(accountId, readState(this.#sent) ?? null, this.#types);
    const others = await this.#shared.look(this.#types, this.look);
    if (this.#ended) return this.#shared.stop();
    const state = String(changes.state);
    const own = this.#sent === state ? [] : changes.types;
    this.#sent = state;
    // What is shared shows in the session alone, which is asked for when an answer says that it is another (RFC 8620 §3.4).
    const types = own.length === 0 && others.isOther ? this.#types.filter((type) => type === 'Mailbox') : own;
    const told = [[accountId, { ...changes, types }] as const, ...others.changed].filter(([, one]) => one.types.length > 0);
    if (told.length > 0) this.#tell(stateChange(told), state);
  }
}
