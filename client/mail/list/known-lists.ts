/** Lists that were shown before, so that going back to one shows it at once. */
import type { ListState } from '../mail-store.ts';

const most = 40;
const known = new Map<string, ListState>();

export function knownList(key: string): ListState | undefined {
  return known.get(key);
}

export function keepList(list: ListState): void {
  if (list.key === '' || list.status !== 'ready') return;
  known.delete(list.key);
  known.set(list.key, list);
  for (const key of known.keys()) if (known.size > most) known.delete(key);
}

// ---------- where one was in a list ----------

interface Place {
  top: number;
  cursor: number;
}
const places = new Map<string, Place>();

export const keepPlace = (key: string, place: Place) => void places.set(key, place);
export const placeIn = (key: string): Place => places.get(key) ?? { top: 0, cursor: 0 };

/** A list that is gone to, not come back to, begins at its top. */
export const forgetPlace = (key: string) => void places.delete(key);

export function forgetLists(): void {
  known.clear();
}
