/** Tells the queue's workers, in this process and in others, that there is something to do at once. Polling stays the truth. */
import pg from 'pg';
import { log, reasonOf } from '#server/log/log.ts';
import { database } from '../database.ts';

/** Where what has come goes to; null: anywhere. */
export type WokenFor = ReadonlySet<string> | null;
type Listener = (domains: WokenFor) => void;

const channel = 'posthorn_queue';
const home = globalThis as { posthornQueueListeners?: Set<Listener> };
const listeners = (home.posthornQueueListeners ??= new Set());

/** Between two notifications: a busy server tells of many messages at once, a quiet one of each when it comes. */
const gapMs = 20;
/** Named in one notification, which holds 8,000 octets at most; more are not told apart. */
const namedMost = 25;
let quietUntil = 0;
let later: NodeJS.Timeout | undefined;
let untold: Set<string> | null = new Set();

/** After a commit that made work. With `domains`, a worker that has enough of all of them in hand is left in peace. */
export function wakeQueue(domains: Iterable<string> | null = null): void {
  const woken = domains && new Set(domains);
  for (const listener of listeners) listener(woken);
  untold = woken && untold && untold.size + woken.size <= namedMost ? new Set([...untold, ...woken]) : null;
  const wait = quietUntil - Date.now();
  if (wait <= 0) notify();
  else later ??= setTimeout(notify, wait).unref();
}

function notify(): void {
  clearTimeout(later);
  later = undefined;
  quietUntil = Date.now() + gapMs;
  const payload = untold ? [...untold].join(' ') : '';
  untold = new Set();
  // Nobody waits for it on disk: polling would find what it tells of.
  database()
    .pool.query(`select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`, [channel, payload])
    .catch(() => undefined);
}

const wokenFor = (payload: string | undefined): WokenFor => (payload ? new Set(payload.split(' ')) : null);

/** Calls the listener at each wake-up, from wherever it comes, until stopped. */
export async function listenToQueue(listener: Listener): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: 'posthorn queue' });
    const again = () => {
      if (stopped || retry) return;
      client = undefined;
      retry = setTimeout(() => {
        retry = undefined;
        void connect();
      }, 500);
    };
    fresh
      .on('error', again)
      .on('end', again)
      .on('notification', ({ payload }) => listener(wokenFor(payload)));
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      client = fresh;
    } catch (error) {
      log.warn('queue: not listening for work, polling instead', { reason: reasonOf(error) });
      again();
    }
  };
  listeners.add(listener);
  await connect();
  return async () => {
    stopped = true;
    listeners.delete(listener);
    clearTimeout(retry);
    await client?.end().catch(() => undefined);
  };
}
