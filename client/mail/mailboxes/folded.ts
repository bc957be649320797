/** Which folders of the tree are folded, on this device. */
import { mail } from '../mail-store.ts';

const place = () => `posthorn.folded.${mail().me}`;

export function foldedMailboxes(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place()) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []);
  } catch {
    return new Set();
  }
}

export function keepFolded(ids: ReadonlySet<string>): void {
  localStorage.setItem(place(), JSON.stringify([...ids]));
}
