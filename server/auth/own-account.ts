/** What the settings pages show and change of the own account. */
import { readSettings, type AccountSettings } from '#lib/settings/account-settings.ts';
import { config } from '#server/config/config.ts';
import { accountAddresses, getAccount, updateAccount } from '#server/store/index.ts';
import type { AuthenticatedUser } from './authenticate.ts';

export async function ownAccount(user: AuthenticatedUser) {
  const account = await getAccount(user.accountId);
  return account && { ...account, settings: readSettings(account.settings) };
}

/** All that the account may write from. */
export const ownAddresses = (user: AuthenticatedUser) => accountAddresses(user.accountId);

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

export interface ServerForPrograms {
  protocol: 'imap' | 'pop3' | 'smtp';
  host: string;
  port: number;
  security: 'TLS' | 'STARTTLS';
}

/** What a mail program asks for. Listeners that are turned off are left out. */
export function serversForPrograms(): ServerForPrograms[] {
  const { hostname: host, ports } = config();
  const all: ServerForPrograms[] = [
    { protocol: 'imap', host, port: ports.IMAPS_PORT, security: 'TLS' },
    { protocol: 'imap', host, port: ports.IMAP_PORT, security: 'STARTTLS' },
    { protocol: 'pop3', host, port: ports.POP3S_PORT, security: 'TLS' },
    { protocol: 'pop3', host, port: ports.POP3_PORT, security: 'STARTTLS' },
    { protocol: 'smtp', host, port: ports.SUBMISSIONS_PORT, security: 'TLS' },
    { protocol: 'smtp', host, port: ports.SUBMISSION_PORT, security: 'STARTTLS' },
  ];
  return all.filter(({ port }) => port !== 0);
}
