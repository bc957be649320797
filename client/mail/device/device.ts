/**
 * What the browser keeps on this device: mailboxes, the metadata of all mail, bodies of the last weeks and of what was read, lists, and the
 * changes that wait for the network. One database for each account; signing out deletes it. Where there is none (private windows), memory
 * serves.
 */
import { openDB, deleteDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Mutation } from './mutation.ts';
import { patched } from '../acts/patch.ts';
import type { FullEmail, ListEmail } from '../types.ts';

export interface Device extends DBSchema {
  emails: { key: string; value: ListEmail; indexes: { threadId: string } };
  full: { key: string; value: { email: FullEmail; at: number }; indexes: { at: number } };
  lists: { key: string; value: { key: string; ids: (string | undefined)[]; total: number } };
  facts: { key: string; value: unknown };
  queue: { key: number; value: Mutation };
}
const version = 2;
export const mostBodies = 5000;
export const bodyDays = 30;
let opened: Promise<IDBPDatabase<Device> | null> | undefined;
const nameOf = (me: string) => `posthorn-${me}`;

/** Called once, before anything else here. */
export function openDevice(me: string): Promise<IDBPDatabase<Device> | null> {
  opened ??= openDB<Device>(nameOf(me), version, {
    upgrade(database, before, _now, transaction) {
      if (before < 1) {
        database.createObjectStore('emails', { keyPath: 'id' });
        database.createObjectStore('full').createIndex('at', 'at');
        database.createObjectStore('lists', { keyPath: 'key' });
        database.createObjectStore('facts');
        database.createObjectStore('queue', { autoIncrement: true });
      }
      transaction.objectStore('emails').createIndex('threadId', 'threadId');
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(), // another tab signs out
  }).catch(() => null);
  return opened;
}

export const device = (): Promise<IDBPDatabase<Device> | null> => opened ?? Promise.resolve(null);

export async function forgetDevice(me: string): Promise<void> {
  (await device())?.close();
  opened = undefined;
  await deleteDB(nameOf(me)).catch(() => undefined);
}

// ---------- emails ----------

/** What the device has of these, in their order; what it does not have is left out. */
export async function deviceEmails(ids: readonly string[]): Promise<ListEmail[]> {
  const store = (await device())?.transaction('emails').store;
  const found = store ? await Promise.all(ids.map((id) => store.get(id))) : [];
  return found.filter((email) => email !== undefined);
}

export async function deviceThread(threadId: string): Promise<ListEmail[]> {
  const found = (await (await device())?.getAllFromIndex('emails', 'threadId', threadId)) ?? [];
  return found.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
}

export async function deviceForget(emailIds: readonly string[]): Promise<void> {
  const transaction = (await device())?.transaction(['emails', 'full'], 'readwrite');
  if (!transaction) return;
  for (const id of emailIds) void Promise.all([transaction.objectStore('emails').delete(id), transaction.objectStore('full').delete(id)]);
  await transaction.done;
}

/** With their bodies, as far as they are here. */
export async function deviceWhole(ids: readonly string[]): Promise<FullEmail[]> {
  const store = ids.length > 0 ? (await device())?.transaction('full').store : undefined;
  const found = store ? await Promise.all(ids.map((id) => store.get(id))) : [];
  return found.flatMap((one) => (one ? [one.email] : []));
}

/** All emails that the device has, in pieces, so that nothing freezes. */
export async function* deviceAll(piece = 2000): AsyncGenerator<ListEmail[]> {
  const database = await device();
  let range: IDBKeyRange | undefined;
  for (;;) {
    const found = (await database?.getAll('emails', range, piece)) ?? [];
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (!last || found.length < piece) return;
    range = IDBKeyRange.lowerBound(last.id, true);
  }
}

// ---------- the queue ----------

const memory = new Map<number, Mutation>();
let lastKey = 0;

export async function devicePut(mutation: Mutation): Promise<number> {
  const database = await device();
  const key = database && (await putWithEmails(database, mutation).catch(() => undefined));
  if (typeof key === 'number') return key;
  lastKey -= 1; // never one of the database's
  memory.set(lastKey, mutation);
  return lastKey;
}

/** Together with what it does to the emails that are here: who opens the page right after it is sent must not find them as they were. */
async function putWithEmails(database: IDBPDatabase<Device>, mutation: Mutation): Promise<number> {
  const transaction = database.transaction(['queue', 'emails', 'full'], 'readwrite');
  const [emails, full] = [transaction.objectStore('emails'), transaction.objectStore('full')];
  const work = Object.entries(mutation.patches).flatMap(([id, patch]) => [
    emails.get(id).then((email) => email && emails.put(patched(email, patch))),
    full.get(id).then((kept) => kept && full.put({ ...kept, email: patched(kept.email, patch) }, id)),
  ]);
  const key = await transaction.objectStore('queue').put(mutation);
  await Promise.all([...work, transaction.done]);
  return key;
}

export async function deviceQueue(): Promise<{ key: number; mutation: Mutation }[]> {
  const database = await device();
  if (!database) return [];
  const transaction = database.transaction('queue');
  const [keys, mutations] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
  return keys.flatMap((key, index) => {
    const mutation = mutations[index];
    return mutation ? [{ key, mutation }] : [];
  });
}

export const deviceTake = {
  async isThere(key: number): Promise<boolean> {
    if (key < 0) return memory.has(key);
    const found = await (await device())?.getKey('queue', key);
    return found !== undefined;
  },
  async forget(key: number): Promise<void> {
    if (key < 0) memory.delete(key);
    else await (await device())?.delete('queue', key);
  },
};
