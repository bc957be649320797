import { readSettings } from '#lib/settings/account-settings.ts';
import { callMail } from './call.ts';
import type { MethodCall } from '../compose/connection.ts';
import { mail, setMail } from './mail-store.ts';
import type { Mailbox } from './types.ts';

const quotaCall: MethodCall = ['Quota/get', { ids: null }, 'quota'];

/** The first quota, of octets (RFC 9425 §4.1). */
function quotaOf({ list }: Record<string, unknown>): { used: number; limit: number | null } {
  const [quota] = list as { used: number; hardLimit: number }[];
  return { used: quota?.used ?? 0, limit: quota?.hardLimit ?? null };
}

/** Mailboxes with their counts, the settings, the quota, and the state from which changes are asked for. */
export async function loadMailboxes(): Promise<void> {
  const answer = await callMail([
    ['Mailbox/get', { ids: null }, 'mailboxes'],
    ['Settings/get', { ids: ['singleton'] }, 'settings'],
    quotaCall,
  ]);
  const { list, state } = answer('mailboxes') as { list: Mailbox[]; state: string };
  const [stored] = answer('settings').list as Record<string, unknown>[];
  setMail({ mailboxes: list, settings: readSettings(stored ?? {}), quota: quotaOf(answer('quota')), state: mail().state ?? state });
}

export async function refreshMailboxes(): Promise<void> {
  const answer = await callMail([['Mailbox/get', { ids: null }, 'mailboxes'], quotaCall]);
  setMail({ mailboxes: answer('mailboxes').list as Mailbox[], quota: quotaOf(answer('quota')) });
}
