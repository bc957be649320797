/** A few values that every process of the server shares, by key. */
import { rows } from '../database.ts';

export async function getServerState<T>(key: string): Promise<T | null> {
  const [found] = await rows<{ value: T }>('select value from server_state where key = $1', [key]);
  return found?.value ?? null;
}

/** What is there, or else what is made now: of several processes that ask at once, all get the same. */
export async function keepServerState<T>(key: string, make: () => T): Promise<T> {
  const found = await getServerState<T>(key);
  if (found !== null) return found;
  await rows('insert into server_state (key, value) values ($1, $2) on conflict (key) do nothing', [key, JSON.stringify(make())]);
  const kept = await getServerState<T>(key);
  if (kept === null) throw new Error(`the server state ${key} was removed while it was made`);
  return kept;
}

/** Null removes the key. */
export async function setServerState(key: string, value: unknown): Promise<void> {
  if (value === null) await rows('delete from server_state where key = $1', [key]);
  else
    await rows('insert into server_state (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value, at = now()', [
      key,
      JSON.stringify(value),
    ]);
}
