/** What the settings pages show and change of the own account. */
import { readSettings, type AccountSettings } from '#lib/settings/account-settings.ts';
import { config } from '#server/config/config.ts';
import { getAccount, listIdentities, updateAccount, updateIdentity } from '#server/store/index.ts';
import type { AuthenticatedUser } from './authenticate.ts';

export async function ownAccount(user: AuthenticatedUser) {
  const account = await getAccount(user.accountId);
  return account && { ...account, settings: readSettings(account.settings) };
}

export const ownIdentities = (user: AuthenticatedUser) => listIdentities(user.accountId);

/** Only what `readSettings` understands is kept. */
export async function saveSettings(
  user: AuthenticatedUser,
  change: Partial<Record<keyof AccountSettings, unknown>>,
): Promise<AccountSettings> {
  const account = await getAccount(user.accountId);
  const settings = readSettings({ ...account?.settings, ...change });
  await updateAccount(user.accountId, { settings: { ...settings } });
  return settings;
}

export async function saveIdentity(
  user: AuthenticatedUser,
  identityId: number,
  change: { name: string; textSignature: string },
): Promise<boolean> {
  const saved = await updateIdentity(user.accountId, identityId, { ...change, htmlSignature: '' });
  return saved.ok;
}

export interface ServerForPrograms {
  name: string;
  host: string;
  port: number;
  security: 'TLS' | 'STARTTLS';
}

/** What a mail program asks for. Listeners that are turned off are left out. */
export function serversForPrograms(): ServerForPrograms[] {
  const { hostname: host, ports } = config();
  const all: ServerForPrograms[] = [
    { name: 'Receiving by IMAP', host, port: ports.IMAPS_PORT, security: 'TLS' },
    { name: 'Receiving by IMAP', host, port: ports.IMAP_PORT, security: 'STARTTLS' },
    { name: 'Receiving by POP3', host, port: ports.POP3S_PORT, security: 'TLS' },
    { name: 'Receiving by POP3', host, port: ports.POP3_PORT, security: 'STARTTLS' },
    { name: 'Sending by SMTP', host, port: ports.SUBMISSIONS_PORT, security: 'TLS' },
    { name: 'Sending by SMTP', host, port: ports.SUBMISSION_PORT, security: 'STARTTLS' },
  ];
  return all.filter(({ port }) => port !== 0);
}
