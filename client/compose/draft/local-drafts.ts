/**
 * Drafts on this device, for as long as the server does not have them: written before each save, removed when it has worked. What is found
 * here later belongs to a tab that is gone, as a living one holds the lock of its drafts.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Draft } from './draft.ts';

export interface KeptDraft {
  key: string;
  accountId: string;
  draft: Draft;
  /** The version on the server that it replaces. */
  previousId: string | null;
}
export interface DraftKeep {
  put: (kept: KeptDraft) => Promise<void>;
  remove: (key: string) => Promise<void>;
  /** Says that this tab has the draft, until the result is called. */
  hold: (key: string) => () => void;
}
interface Schema extends DBSchema {
  drafts: { key: string; value: KeptDraft };
}
let database: Promise<IDBPDatabase<Schema>> | null = null;

const open = () =>
  (database ??= openDB<Schema>('posthorn-drafts', 1, {
    upgrade: (made) => void made.createObjectStore('drafts', { keyPath: 'key' }),
  }));
const lockName = (key: string) => `posthorn-draft ${key}`;

export function localDrafts(): DraftKeep {
  return {
    put: async (kept) => void (await (await open()).put('drafts', kept)),
    remove: async (key) => (await open()).delete('drafts', key),
    hold(key) {
      let release: (() => void) | undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      void navigator.locks.request(lockName(key), () => held);
      return () => release?.();
    },
  };
}

/** Each draft that a closed tab left behind, once: `take` saves it, then it is removed. */
export async function takeLeftDrafts(accountId: string, take: (kept: KeptDraft) => Promise<void>): Promise<void> {
  const kept = await (await open()).getAll('drafts');
  for (const one of kept) {
    if (one.accountId !== accountId) continue;
    await navigator.locks.request(lockName(one.key), { ifAvailable: true }, async (lock) => {
      if (!lock || !(await (await open()).get('drafts', one.key))) return; // a tab has it, or has just saved it
      await take(one);
      await (await open()).delete('drafts', one.key);
    });
  }
}
