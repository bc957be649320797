import { readSettings } from '#lib/settings/account-settings.ts';
import { callMail } from './call.ts';
import { mail, setMail } from './mail-store.ts';
import type { Mailbox } from './types.ts';

/** Mailboxes with their counts, the settings, the quota, and the state from which changes are asked for. */
export async function loadMailboxes(): Promise<void> {
  const answer = await callMail([
    ['Mailbox/get', { ids: null }, 'mailboxes'],
    ['Settings/get', { ids: ['singleton'] }, 'settings'],
  ]);
  const { list, state } = answer('mailboxes') as { list: Mailbox[]; state: string };
  const [stored] = answer('settings').list as Record<string, unknown>[];
  setMail({ mailboxes: list, settings: readSettings(stored ?? {}), state: mail().state ?? state });
}

export async function refreshMailboxes(): Promise<void> {
  const answer = await callMail([['Mailbox/get', { ids: null }, 'mailboxes']]);
  setMail({ mailboxes: answer('mailboxes').list as Mailbox[] });
}
