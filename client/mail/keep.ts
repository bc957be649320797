/** Writes the model to the device as it changes, a moment later and when the browser is idle; reads it back at a start. */
import { device, openDevice } from './device.ts';
import { keepList } from './known-lists.ts';
import { mail, setMail, useMail, type ListState, type MailState } from './mail-store.ts';
import { restoreQueue } from './outbox.ts';
import type { FullEmail, ListEmail } from './types.ts';

const mostBodies = 5000;
const bodyDays = 30;

type Facts = Pick<MailState, 'mailboxes' | 'settings' | 'quota' | 'state' | 'hostname'>;

/** True when there was something to show. */
export async function restore(me: string): Promise<boolean> {
  const database = await openDevice(me);
  if (!database) return false;
  const [facts, emails, threads, lists, full] = await Promise.all([
    database.get('facts', 'model') as Promise<Facts | undefined>,
    database.getAll('emails'),
    database.getAll('threads'),
    database.getAll('lists'),
    recentBodies(),
  ]);
  if (!facts || mail().mailboxes.length > 0) {
    await restoreQueue();
    return false;
  }
  for (const list of lists) keepList({ ...list, status: 'ready', error: null });
  kept = {
    emails: new Map(emails.map((email) => [email.id, email])),
    full,
    threads: new Map(threads.map(({ id, emailIds }) => [id, emailIds])),
  };
  setMail({ ...facts, ...kept });
  await restoreQueue();
  return true;
}

async function recentBodies(): Promise<Map<string, FullEmail>> {
  const database = await device();
  const rows = (await database?.getAllFromIndex('full', 'at')) ?? [];
  return new Map(rows.slice(-200).map(({ email }) => [email.id, email])); // the rest is read when it is opened
}

let kept: Pick<MailState, 'emails' | 'full' | 'threads'> = { emails: new Map(), full: new Map(), threads: new Map() };
let keptFacts: Facts | undefined;
let keptList: ListState | undefined;

/** The result stops it. */
export function startKeeping(): () => void {
  let timer: number | undefined;
  const later = () => {
    timer ??= window.setTimeout(() => {
      timer = undefined;
      void keep().catch(() => undefined); // a full disk: the server has everything
    }, 400);
  };
  const stop = useMail.subscribe(later);
  const now = () => document.visibilityState === 'hidden' && void keep().catch(() => undefined);
  document.addEventListener('visibilitychange', now);
  later();
  return () => {
    stop();
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', now);
  };
}

async function keep(): Promise<void> {
  const database = await device();
  if (!database) return;
  const { emails, full, threads, list, mailboxes, settings, quota, state, hostname } = mail();
  const before = kept;
  kept = { emails, full, threads };
  const transaction = database.transaction(['emails', 'full', 'threads', 'lists', 'facts'], 'readwrite');
  const at = Date.now();
  const work: Promise<unknown>[] = [];
  difference<ListEmail>(
    before.emails,
    emails,
    (email) => work.push(transaction.objectStore('emails').put(email)),
    (id) => {
      work.push(transaction.objectStore('emails').delete(id), transaction.objectStore('full').delete(id));
    },
  );
  // A body that is no longer held in memory stays on the device.
  difference<FullEmail>(
    before.full,
    full,
    (email) => work.push(transaction.objectStore('full').put({ email, at }, email.id)),
    () => undefined,
  );
  difference<string[]>(
    before.threads,
    threads,
    (emailIds, id) => work.push(transaction.objectStore('threads').put({ id, emailIds })),
    () => undefined,
  );
  if (list !== keptList && list.status === 'ready') {
    keptList = list;
    keepList(list);
    work.push(transaction.objectStore('lists').put({ key: list.key, ids: list.ids.slice(0, 300), total: list.total }));
  }
  const facts = { mailboxes, settings, quota, state, hostname };
  if (mailboxes.length > 0 && (!keptFacts || Object.entries(facts).some(([name, value]) => keptFacts?.[name as keyof Facts] !== value))) {
    keptFacts = facts;
    work.push(transaction.objectStore('facts').put(facts, 'model'));
  }
  work.push(transaction.done);
  await Promise.all(work);
}

function difference<T>(
  before: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
  put: (value: T, id: string) => void,
  drop: (id: string) => void,
): void {
  if (before === now) return;
  for (const [id, value] of now) if (before.get(id) !== value) put(value, id);
  for (const id of before.keys()) if (!now.has(id)) drop(id);
}

/** Bodies older than a month, or beyond what a device should hold. */
export async function forgetOldBodies(): Promise<void> {
  const database = await device();
  if (!database) return;
  const store = database.transaction('full', 'readwrite').store;
  const oldest = Date.now() - bodyDays * 86_400_000;
  let surplus = (await store.count()) - mostBodies;
  for (let cursor = await store.index('at').openCursor(); cursor; cursor = await cursor.continue()) {
    if (surplus-- <= 0 && cursor.value.at > oldest) return;
    await cursor.delete();
  }
}
