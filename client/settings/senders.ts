/** Whose mail is junk, and whose pictures are shown. Both are settings of the account; rules of other programs may block people too. */
import { readSettings } from '#lib/settings/account-settings.ts';
import { callAccount, updateOne } from '../jmap/call-account.ts';
import { saveRules } from './rules.ts';

export interface Senders {
  blocked: string[];
  /** Of those, what stands in the rules. */
  byRules: string[];
  pictures: string[];
}

export async function loadSenders(): Promise<Senders> {
  const answer = await callAccount([
    ['Settings/get', { ids: ['singleton'] }, 'settings'],
    ['Rules/get', { ids: ['singleton'] }, 'rules'],
  ]);
  const [stored] = answer('settings').list as Record<string, unknown>[];
  const [rules] = answer('rules').list as { blocked: string[] }[];
  const { blockedSenders, pictureSenders } = readSettings(stored ?? {});
  const byRules = rules?.blocked ?? [];
  return { blocked: [...new Set([...blockedSenders, ...byRules])].sort(), byRules, pictures: [...pictureSenders].sort() };
}

export async function setBlocked(before: Senders, blocked: string[]): Promise<void> {
  const kept = before.byRules.filter((one) => blocked.includes(one));
  if (kept.length < before.byRules.length) await saveRules({ blocked: kept }, null);
  await updateOne('Settings', 'singleton', { blockedSenders: blocked.filter((one) => !kept.includes(one)) });
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
