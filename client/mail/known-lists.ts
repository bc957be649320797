/** Lists that were shown before, so that going back to one shows it at once. */
import type { ListState } from './mail-store.ts';

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

export function forgetLists(): void {
  known.clear();
}
