/** What the settings pages show and change of the own account. */
import { readSettings, type AccountSettings } from '#lib/settings/account-settings.ts';
import { accountAddresses, getAccount, updateAccount } from '#server/store/index.ts';
import type { AuthenticatedUser } from './authenticate.ts';

export { mailServers } from '#server/config/mail-servers.ts';

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
