/** A few values that every process of the server shares, by key. */
import { rows } from '../database.ts';

export async function getServerState<T>(key: string): Promise<T | null> {
  const [found] = await rows<{ value: T }>('select value from server_state where key = $1', [key]);
  return found?.value ?? null;
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
