/** Addresses beside one's own: masked ones, made for one correspondent each, and those that mail is forwarded to. */
import { callAccount, createOne, destroyOne, updateOne } from '../jmap/call-account.ts';

export interface Mask {
  id: string;
  email: string;
  label: string;
  isEnabled: boolean;
  lastUsedAt: string | null;
}
export interface Addresses {
  masks: Mask[];
  forwardTo: string[];
  keepCopy: boolean;
}

export async function loadAddresses(): Promise<Addresses> {
  const answer = await callAccount([
    ['MaskedAddress/get', {}, 'masks'],
    ['Rules/get', { ids: ['singleton'], properties: ['forwardTo', 'keepCopy'] }, 'rules'],
  ]);
  const [rules] = answer('rules').list as { forwardTo: string[]; keepCopy: boolean }[];
  return { masks: answer('masks').list as Mask[], forwardTo: rules?.forwardTo ?? [], keepCopy: rules?.keepCopy ?? true };
}

export async function makeMask(label: string): Promise<string> {
  return String((await createOne('MaskedAddress', { label })).email);
}

export const turnMask = (id: string, isEnabled: boolean): Promise<void> => updateOne('MaskedAddress', id, { isEnabled });
export const dropMask = (id: string): Promise<void> => destroyOne('MaskedAddress', id);

export const saveForwarding = (forwardTo: string[], keepCopy: boolean): Promise<void> =>
  updateOne('Rules', 'singleton', { forwardTo, keepCopy });

/** As they were typed or pasted. Null: one of them is no address. */
export function readAddresses(text: string): string[] | null {
  const found = text
    .split(/[\s,;]+/)
    .map((one) => one.replace(/^<|>$/g, ''))
    .filter(Boolean);
  return found.every((one) => /^[^@\s]+@[^@\s]+$/.test(one)) ? [...new Set(found)] : null;
}
