/**
 * What the browser keeps on this device: mailboxes, the metadata of all that was seen, bodies of what was read last, lists, and the changes
 * that wait for the network. One database for each account; signing out deletes it. Where there is none (private windows), memory serves.
 */
import { openDB, deleteDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Mutation } from './mutation.ts';
import type { FullEmail, ListEmail } from './types.ts';

export interface Device extends DBSchema {
  emails: { key: string; value: ListEmail };
  full: { key: string; value: { email: FullEmail; at: number }; indexes: { at: number } };
  threads: { key: string; value: { id: string; emailIds: string[] } };
  lists: { key: string; value: { key: string; ids: (string | undefined)[]; total: number } };
  facts: { key: string; value: unknown };
  queue: { key: number; value: Mutation };
}
const version = 1;
let opened: Promise<IDBPDatabase<Device> | null> | undefined;
const nameOf = (me: string) => `posthorn-${me}`;

/** Called once, before anything else here. */
export function openDevice(me: string): Promise<IDBPDatabase<Device> | null> {
  opened ??= openDB<Device>(nameOf(me), version, {
    upgrade(database) {
      database.createObjectStore('emails', { keyPath: 'id' });
      database.createObjectStore('full').createIndex('at', 'at');
      database.createObjectStore('threads', { keyPath: 'id' });
      database.createObjectStore('lists', { keyPath: 'key' });
      database.createObjectStore('facts');
      database.createObjectStore('queue', { autoIncrement: true });
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

// ---------- the queue ----------

const memory = new Map<number, Mutation>();
let lastKey = 0;

export async function devicePut(mutation: Mutation): Promise<number> {
  const database = await device();
  const key = await database?.put('queue', mutation).catch(() => undefined);
  if (key !== undefined) return key;
  lastKey -= 1; // never one of the database's
  memory.set(lastKey, mutation);
  return lastKey;
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
