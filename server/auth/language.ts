/** The language of a page: the account's, and before there is one the browser's. */
import { isLanguage, negotiateLanguage, type Language } from '#lib/i18n/language.ts';
import { getAccount, updateAccount } from '#server/store/index.ts';
import type { AuthenticatedUser } from './authenticate.ts';
import { sessionUser } from './session.ts';

export async function languageOfRequest(): Promise<Language> {
  const user = await sessionUser();
  const stored = user && (await getAccount(user.accountId))?.settings.language;
  return isLanguage(stored) ? stored : languageOfBrowser();
}

/** Who signs in for the first time goes on in the language of the sign-in page, here and in the mail that we write. */
export async function adoptLanguage(user: AuthenticatedUser): Promise<void> {
  const account = await getAccount(user.accountId);
  if (!account || isLanguage(account.settings.language)) return;
  await updateAccount(user.accountId, { settings: { ...account.settings, language: await languageOfBrowser() } });
}

async function languageOfBrowser(): Promise<Language> {
  const { headers } = await import('next/headers');
  return negotiateLanguage((await headers()).get('accept-language') ?? '');
}
