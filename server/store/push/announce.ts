/**
 * Tells who watches an account that it has changed: in this process at once, in others by one notification for all accounts that changed
 * within a few milliseconds. Never inside a write transaction; nothing depends on a notification arriving, as watched accounts are also
 * polled.
 */
import { database } from '../database.ts';

type Listener = (modseq: number) => void;
interface Shared {
  listeners: Map<number, Set<Listener>>;
  /** Of every account. */
  everywhere: Set<() => void>;
  /** Of log-ins whose sessions or credentials may have been ended. */
  credentials: Map<number, Set<() => void>>;
  /** Highest modseq told for a watched account, so that an echo of our own notification wakes nobody twice. */
  told: Map<number, number>;
  pending: Map<number, number>;
  quietUntil: number;
  timer: NodeJS.Timeout | undefined;
}
const home = globalThis as { posthornPush?: Shared };
const shared = (home.posthornPush ??= {
  listeners: new Map(),
  everywhere: new Set(),
  credentials: new Map(),
  told: new Map(),
  pending: new Map(),
  quietUntil: 0,
  timer: undefined,
});

export const channel = 'posthorn_mail';
// A notification commits, and would wait for the disk as mail does, though nothing of it is kept there.
const notify = `select pg_notify($1, $2), set_config('synchronous_commit', 'off', true)`;
const coalesceMs = 25;

/** Calls the listener after each commit that moved the account's modseq, whoever made it. The result stops that. */
export function watchAccount(accountId: number, listener: Listener): () => void {
  const known = shared.listeners.get(accountId) ?? new Set();
  known.add(listener);
  shared.listeners.set(accountId, known);
  return () => {
    known.delete(listener);
    if (known.size > 0 || shared.listeners.get(accountId) !== known) return;
    shared.listeners.delete(accountId);
    shared.told.delete(accountId);
  };
}

/** Calls the listener at each hint that some account has changed. Hints may be lost: what depends on them looks by itself as well. */
export function watchEverything(listener: () => void): () => void {
  shared.everywhere.add(listener);
  return () => void shared.everywhere.delete(listener);
}

/** Wakes those that watch everything, in all processes, without any account having changed. */
export function hint(): void {
  for (const listener of shared.everywhere) listener();
  database()
    .pool.query(notify, [channel, '0:0'])
    .catch(() => undefined);
}

/** Calls the listener when a session or a credential of this user may have been ended: it asks what still holds. */
export function watchCredentials(userId: number, listener: () => void): () => void {
  const known = shared.credentials.get(userId) ?? new Set();
  shared.credentials.set(userId, known.add(listener));
  return () => {
    known.delete(listener);
    if (known.size === 0 && shared.credentials.get(userId) === known) shared.credentials.delete(userId);
  };
}

/** To all processes. What watches also looks by itself now and then. */
export function announceCredentials(userId: number): void {
  tellCredentials(userId);
  database()
    .pool.query(notify, [channel, `${credentialsMark}${userId}`])
    .catch(() => undefined);
}

export const credentialsMark = 'c';
export function tellCredentials(userId: number): void {
  for (const listener of [...(shared.credentials.get(userId) ?? [])]) listener();
}

export const watchedAccounts = (): number[] => [...shared.listeners.keys()];

/** After a commit of this process. The first hint goes at once, those that follow closely are collected. */
export function announce(accountId: number, modseq: number): void {
  if (modseq === 0) return;
  tell(accountId, modseq);
  shared.pending.set(accountId, Math.max(modseq, shared.pending.get(accountId) ?? 0));
  if (shared.timer) return;
  const wait = shared.quietUntil - Date.now();
  if (wait <= 0) send();
  else shared.timer = setTimeout(send, wait);
}

/** Wakes the watchers in this process, once for each modseq. */
export function tell(accountId: number, modseq: number): void {
  for (const listener of shared.everywhere) listener();
  const listeners = shared.listeners.get(accountId);
  if (!listeners || modseq <= (shared.told.get(accountId) ?? 0)) return;
  shared.told.set(accountId, modseq);
  for (const listener of [...listeners]) listener(modseq);
}

function send(): void {
  shared.timer = undefined;
  shared.quietUntil = Date.now() + coalesceMs;
  const hints = [...shared.pending].map(([account, modseq]) => `${account}:${modseq}`);
  shared.pending.clear();
  while (hints.length > 0) {
    const payload = hints.splice(0, 300).join(','); // below NOTIFY's 8,000 octets
    database()
      .pool.query(notify, [channel, payload])
      .catch(() => undefined); // polling is the truth
  }
}
