/** Tells the queue's workers, in this process and in others, that there is something to do at once. Polling stays the truth. */
import pg from 'pg';
import { log, reasonOf } from '#server/log/log.ts';
import { database } from '../database.ts';

const channel = 'posthorn_queue';
const home = globalThis as { posthornQueueListeners?: Set<() => void> };
const listeners = (home.posthornQueueListeners ??= new Set());

/** Between two notifications: a busy server tells of many messages at once, a quiet one of each when it comes. */
const gapMs = 20;
let quietUntil = 0;
let later: NodeJS.Timeout | undefined;

/** After a commit that made work. */
export function wakeQueue(): void {
  for (const listener of listeners) listener();
  const wait = quietUntil - Date.now();
  if (wait <= 0) notify();
  else later ??= setTimeout(notify, wait).unref();
}

function notify(): void {
  clearTimeout(later);
  later = undefined;
  quietUntil = Date.now() + gapMs;
  database()
    .pool.query(`notify ${channel}`)
    .catch(() => undefined);
}

/** Calls the listener at each wake-up, from wherever it comes, until stopped. */
export async function listenToQueue(listener: () => void): Promise<() => Promise<void>> {
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
    fresh.on('error', again).on('end', again).on('notification', listener);
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
