/** What was searched for last, on this device. Signing out forgets it. */
import { mail } from '../mail-store.ts';

const most = 12;
const place = () => `posthorn.searches.${mail().me}`;

export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place()) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function noteSearch(query: string): void {
  const others = recentSearches().filter((one) => one !== query);
  localStorage.setItem(place(), JSON.stringify([query, ...others].slice(0, most)));
}

export const forgetSearches = () => localStorage.removeItem(place());
