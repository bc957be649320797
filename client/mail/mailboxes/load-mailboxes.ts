import { readSettings, type AccountSettings } from '#lib/settings/account-settings.ts';
import { callMail } from '../call.ts';
import { jmapConnection } from '#client/jmap/open-connection.ts';
import type { MethodCall } from '#client/jmap/connection.ts';
import { mail, setMail } from '../mail-store.ts';
import { readShared, sharedCalls } from '../shared.ts';
import type { Mailbox } from '../types.ts';

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
    ...(await sharedCalls()),
  ]);
  const { list, state } = answer('mailboxes') as { list: Mailbox[]; state: string };
  const [stored] = answer('settings').list as Record<string, unknown>[];
  const settings = readSettings(stored ?? {});
  const { hostname = '' } = await jmapConnection();
  const shared = await readShared(answer);
  setMail({ mailboxes: list, shared, settings, hostname, quota: quotaOf(answer('quota')), state: mail().state ?? state });
}

export async function refreshMailboxes(): Promise<void> {
  const answer = await callMail([['Mailbox/get', { ids: null }, 'mailboxes'], quotaCall, ...(await sharedCalls())]);
  const shared = await readShared(answer);
  setMail({ mailboxes: answer('mailboxes').list as Mailbox[], shared, quota: quotaOf(answer('quota')) });
}

/** Changes settings of the account, in the model at once. Throws when the server refuses. */
export async function saveSettings(change: Partial<AccountSettings>): Promise<void> {
  const before = mail().settings;
  setMail({ settings: { ...before, ...change } });
  try {
    const answer = await callMail([['Settings/set', { update: { singleton: change } }, 'set']]);
    const refused = (answer('set').notUpdated as Record<string, { type: string; description?: string }> | null)?.singleton;
    if (refused) throw new Error(refused.description ?? refused.type);
  } catch (error) {
    setMail({ settings: before });
    throw error;
  }
}
