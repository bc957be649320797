/** What every /set does around the objects themselves (RFC 8620 §5.3). */
import type { Arguments } from '#lib/jmap/invocation.ts';
import type { SetError } from '#lib/jmap/types.ts';
import { accountState, emailChanges, type Outcome } from '#server/store/index.ts';
import { invalidProperties, MethodError, refusalOf, SetRefusal } from '../errors.ts';
import { limits } from '../limits.ts';
import type { MethodContext } from '../method.ts';
import { readState, type SetArguments } from '../shapes.ts';
import { OwnChanges } from './own-changes.ts';

/** What a /set does with one object; a SetRefusal is its answer for that object. */
export interface SetWork {
  create: (creationId: string, given: Arguments) => Promise<void>;
  update: (key: string, patch: Arguments) => Promise<void>;
  destroy: (key: string) => Promise<void>;
}

type OpenWriter<W> = (work: (writer: W) => Promise<void>) => Promise<Outcome<{ modseq: number | null }>>;

/** One /set while it runs: what came of each object, and how far the state may move. */
export class SetRun extends OwnChanges {
  readonly created: Record<string, Arguments> = {};
  readonly updated: Record<string, Arguments | null> = {};
  readonly destroyed: string[] = [];
  readonly notCreated: Record<string, SetError> = {};
  readonly notUpdated: Record<string, SetError> = {};
  readonly notDestroyed: Record<string, SetError> = {};
  readonly #context: MethodContext;

  private constructor(context: MethodContext, oldState: number) {
    super(oldState);
    this.#context = context;
  }

  /** Throws stateMismatch and requestTooLarge, before anything is written. */
  static async begin(context: MethodContext, args: SetArguments): Promise<SetRun> {
    checkCount(args);
    const state = await accountState(context.accountId);
    if (typeof args.ifInState === 'string' && readState(args.ifInState) !== state) throw new MethodError('stateMismatch');
    return new SetRun(context, state);
  }

  #forget(): void {
    for (const map of [this.created, this.updated, this.notCreated, this.notUpdated, this.notDestroyed])
      for (const key of Object.keys(map)) Reflect.deleteProperty(map, key);
    this.destroyed.length = 0;
  }

  /** Does a write that does not tell its modseq. When the state moved by one meanwhile, that one was ours. */
  async alone<T>(write: () => Promise<T>): Promise<T> {
    const before = await accountState(this.#context.accountId);
    const result = await write();
    const after = await accountState(this.#context.accountId);
    if (after === before + 1) this.wrote(after);
    return result;
  }

  /** As `wrote`, for mail brought in: arrivals of one account may share a modseq, and then it is not ours alone. */
  async broughtIn(modseq: number, emailId: number): Promise<void> {
    const changes = await emailChanges(this.#context.accountId, modseq - 1);
    if (changes === 'cannotCalculate') return;
    const touched = [...changes.created, ...changes.updated, ...changes.destroyed];
    if (touched.every((id) => id === emailId)) this.wrote(modseq);
  }

  readonly attempt = attempt;

  /** Every object of the call, in the order of RFC 8620 §5.3. What is to be destroyed is not updated before. */
  async each({ create, update, destroy }: SetArguments, work: SetWork): Promise<void> {
    for (const [creationId, given] of Object.entries(create ?? {}))
      await this.attempt(this.notCreated, creationId, () => work.create(creationId, given));
    for (const [key, patch] of Object.entries(update ?? {}))
      await this.attempt(this.notUpdated, key, () => {
        if (destroy?.includes(key)) throw new SetRefusal('willDestroy');
        return work.update(key, patch);
      });
    for (const key of destroy ?? []) await this.attempt(this.notDestroyed, key, () => work.destroy(key));
  }

  /** As `each`, where each object is a write that does not tell its modseq. */
  eachAlone(args: SetArguments, { create, update, destroy }: SetWork): Promise<void> {
    return this.each(args, {
      create: (creationId, given) => this.alone(() => create(creationId, given)),
      update: (key, patch) => this.alone(() => update(key, patch)),
      destroy: (key) => this.alone(() => destroy(key)),
    });
  }

  /** RFC 8620 §5.3: the one object "singleton" is neither made nor destroyed. */
  async singleton({ create, update, destroy }: SetArguments, write: (patch: Arguments) => Promise<void>): Promise<void> {
    for (const creationId of Object.keys(create ?? {})) this.notCreated[creationId] = { type: 'singleton' };
    for (const key of destroy ?? []) this.notDestroyed[key] = { type: 'singleton' };
    for (const [key, patch] of Object.entries(update ?? {}))
      await this.attempt(this.notUpdated, key, async () => {
        if (key !== 'singleton') throw new SetRefusal('notFound');
        await write(patch);
        this.updated[key] = null;
      });
  }

  /** All of it under the account's lock, as one change, by a writer of the store, which may have to begin again. */
  async asOne<W extends { readonly state: number }>(
    args: SetArguments,
    open: OpenWriter<W>,
    write: (writer: W) => Promise<void>,
  ): Promise<Arguments> {
    const { modseq } = taken(
      await open(async (writer) => {
        this.#forget();
        checkStillInState(args, writer.state);
        await write(writer);
      }),
    );
    if (modseq !== null) this.wrote(modseq);
    return this.response();
  }

  get hasRefused(): boolean {
    return [this.notCreated, this.notUpdated, this.notDestroyed].some((errors) => Object.keys(errors).length > 0);
  }

  noteCreated(creationId: string, object: Arguments & { id: string }): void {
    this.created[creationId] = object;
    this.#context.createdIds.set(creationId, object.id);
  }

  response(): Arguments {
    return {
      ...this.states,
      created: orNull(this.created),
      updated: orNull(this.updated),
      destroyed: orNull(this.destroyed),
      notCreated: orNull(this.notCreated),
      notUpdated: orNull(this.notUpdated),
      notDestroyed: orNull(this.notDestroyed),
    };
  }
}

/** Throws requestTooLarge. */
export function checkCount({ create, update, destroy }: SetArguments): void {
  const count = Object.keys(create ?? {}).length + Object.keys(update ?? {}).length + (destroy?.length ?? 0);
  if (count > limits.maxObjectsInSet) throw new MethodError('requestTooLarge', `At most ${limits.maxObjectsInSet} objects at once.`);
}

/** Handles one object; a SetRefusal lands in `into`, everything else is a fault. */
export async function attempt(into: Record<string, SetError>, key: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetRefusal)) throw error;
    into[key] = error.error;
  }
}

/** As answers have it: null where there is nothing. */
export const orNull = <T extends object>(all: T): T | null => (Object.keys(all).length > 0 ? all : null);

/** ifInState once more, with the account's lock held: nobody can come between this and the writing. */
export function checkStillInState({ ifInState }: SetArguments, state: number): void {
  if (typeof ifInState === 'string' && readState(ifInState) !== state) throw new MethodError('stateMismatch');
}

/** What of a patch is to be written: properties of the server may be given as they are (RFC 8620 §5.3). Throws invalidProperties. */
export function changeable(patch: Arguments, now: object, fixed: readonly string[]): Arguments {
  const known: Arguments = { ...now };
  const isChanged = (property: string) => JSON.stringify(known[property]) !== JSON.stringify(patch[property]);
  const wrong = fixed.filter((property) => property in patch && isChanged(property));
  if (wrong.length > 0) throw invalidProperties(wrong, 'It cannot be changed.');
  return Object.fromEntries(Object.entries(patch).filter(([property]) => !fixed.includes(property)));
}

/** The value of a store call; a refusal is thrown as the SetError it means. */
export function taken<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw refusalOf(outcome.reason);
  return outcome.value;
}

/** `#creationId` → the id made earlier in this request, else unchanged (RFC 8620 §5.3). Undefined when nothing was made by that name. */
export function resolveId(context: MethodContext, id: string): string | undefined {
  return id.startsWith('#') ? context.createdIds.get(id.slice(1)) : id;
}

/** The number behind an id of this account, or behind `#` and a creation id. Null when it is none, and then nothing has it. */
export function numberOf(context: MethodContext, key: unknown, parse: (accountId: number, id: string) => number | null): number | null {
  const id = typeof key === 'string' ? resolveId(context, key) : undefined;
  return id === undefined ? null : parse(context.accountId, id);
}
