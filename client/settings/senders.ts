/** Whose mail is junk, which stands in the rules, and whose pictures are shown, which is a setting of the account. */
import { readSettings } from '#lib/settings/account-settings.ts';
import { callAccount, updateOne } from '../jmap/call-account.ts';
import { changeBlocked, loadBlocked, type Blocked } from './blocked.ts';

export interface Senders extends Blocked {
  pictures: string[];
}

export async function loadSenders(): Promise<Senders> {
  const [blocked, answer] = await Promise.all([loadBlocked(), callAccount([['Settings/get', { ids: ['singleton'] }, 'settings']])]);
  const [stored] = answer('settings').list as Record<string, unknown>[];
  return { ...blocked, pictures: [...readSettings(stored ?? {}).pictureSenders].sort() };
}

/** What is taken out and what comes in, of the list as it was shown: what another device has added meanwhile stays. */
export async function setBlocked(shown: readonly string[], next: readonly string[]): Promise<void> {
  await changeBlocked((blocked) => [...new Set([...blocked.filter((one) => next.includes(one) || !shown.includes(one)), ...next])]);
}

export const setPictures = (pictures: string[]): Promise<void> => updateOne('Settings', 'singleton', { pictureSenders: pictures });

/** Addresses and domains as they were typed or pasted: `a@b.example`, `@b.example`, `b.example`. Null: one of them is neither. */
export function readSenders(text: string): string[] | null {
  const found = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((one) => one.replace(/^<|>$/g, ''))
    .filter(Boolean)
    .map((one) => (one.includes('@') ? one : `@${one}`));
  return found.every((one) => /^[^@\s]*@[^@\s]+\.[^@\s.]+$/.test(one)) ? found : null;
}
