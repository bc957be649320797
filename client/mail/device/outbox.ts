/**
 * The changes that wait to reach the server, in order. Each is kept on the device before it is sent and forgotten when the server has
 * answered, so that neither a reload nor a network that is cut loses one; all of them say what is to be, not what is to be toggled, so
 * that sending one twice does it once. One tab sends at a time (Web Locks).
 */
import { isUnreachable, MethodError } from '#client/jmap/connection.ts';
import { showProblem } from '../activity.ts';
import { callMail } from '../call.ts';
import { devicePut, deviceQueue, deviceTake } from './device.ts';
import { mail, setMail } from '../mail-store.ts';
import type { Mutation } from './mutation.ts';
import { apply, patched, type Patches } from '../acts/patch.ts';
import { byAccount, ofAccount } from '../shared.ts';
import type { ListEmail } from '../types.ts';

interface Waiting {
  key: number;
  mutation: Mutation;
  /** Puts the model back when the server refuses, at once; lost by a reload. Then the server is asked what is true. */
  back: Patches | null;
  done: () => void;
}
let waiting: Waiting[] = [];
let sending: Promise<void> | undefined;

/** Resolves when the server has it, or has refused it. */
export async function enqueue(mutation: Mutation, back: Patches): Promise<void> {
  const key = await devicePut(mutation);
  const sent = new Promise<void>((done) => waiting.push({ key, mutation, back, done }));
  setMail({ queued: waiting.length });
  outboxEvents.onQueued();
  void flush();
  return sent;
}

/** After a start, what an earlier page could not send; later, what another tab has done. The model shows it as done. */
export async function restoreQueue(): Promise<void> {
  const known = new Set(waiting.map(({ key }) => key));
  for (const { key, mutation } of await deviceQueue()) {
    if (known.has(key)) continue;
    waiting.push({ key, mutation, back: null, done: () => undefined });
    apply(mutation.patches);
  }
  waiting.sort((a, b) => a.key - b.key);
  setMail({ queued: waiting.length });
}

/** Sends what waits, until all is sent or the network is gone. */
export function flush(): Promise<void> {
  sending ??= locked(sendAll).finally(() => {
    sending = undefined;
  });
  return sending;
}

function locked(work: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request('posthorn-outbox', work) : work();
}

async function sendAll(): Promise<void> {
  for (let next = waiting[0]; next; next = waiting[0]) {
    let refusal: Error | null = null;
    try {
      // Another tab may have sent it while we waited for the lock.
      if (await deviceTake.isThere(next.key)) await send(next.mutation);
    } catch (error) {
      if (isUnreachable(error)) {
        setMail({ queued: waiting.length });
        return; // no network: it stays, and is tried again
      }
      if (!(error instanceof MethodError) && !(error instanceof Refused)) {
        window.setTimeout(() => void flush(), 5000); // the server is starting, or busy
        return;
      }
      refusal = error;
    }
    await deviceTake.forget(next.key);
    waiting = waiting.filter((one) => one !== next);
    setMail({ queued: waiting.length });
    if (refusal) refused(next, refusal); // now that it waits no longer: what the server is asked must not be taken for as it will be
    next.done();
  }
}

class Refused extends Error {}

/** Set by sync.ts. Refused: the model asks the server what is true. */
export const outboxEvents = {
  onRefused: (_emailIds: string[]): void => undefined,
  /** Tells the other tabs: what waits belongs to the account, any of them may send it. */
  onQueued: (): void => undefined,
};

function refused({ mutation, back }: Waiting, error: Error): void {
  if (back) apply(back);
  showProblem(error);
  outboxEvents.onRefused(Object.keys(mutation.patches));
}

async function send(mutation: Mutation): Promise<void> {
  if (mutation.kind === 'snooze') {
    (await callMail([['Email/snooze', { ids: mutation.ids, until: mutation.until }, 'set']]))('set');
    return;
  }
  for (const ids of byAccount(Object.keys(mutation.patches))) {
    const update = Object.fromEntries(ids.map((id) => [id, mutation.patches[id]]));
    const answer = (await callMail([['Email/set', { ...ofAccount(ids[0]), update }, 'set']]))('set');
    const refusals = Object.values((answer.notUpdated as Record<string, { type: string; description?: string }> | null) ?? {});
    const worst = refusals.find(({ type }) => type !== 'notFound'); // gone meanwhile: nothing is left to be done to it
    if (worst) throw new Refused(worst.description ?? worst.type);
  }
}

/** Emails as they will be when all that waits has been done: for what comes from the server meanwhile. */
export function asItWillBe<T extends ListEmail>(email: T): T {
  return waiting.reduce((now, { mutation }) => {
    const patch = mutation.patches[email.id];
    return patch ? patched(now, patch) : now;
  }, email);
}

/** A list that is asked for now must know of what was just done. Does not wait for a network that is gone. */
export async function settled(): Promise<void> {
  if (waiting.length > 0 && mail().online) await flush();
}

export const hasWaiting = () => waiting.length > 0;
