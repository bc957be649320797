/** Accounts for tests, made as an administrator would. */
import { hashPassword } from '#server/auth/password.ts';
import { keepScramKeys } from '#server/auth/scram-keys.ts';
import { createAccount, createDomain, listDomains, type Account } from '#server/store/index.ts';

/** Makes the domain too when it is not there. */
export async function makeAccount(
  email: string,
  password: string,
  options: { isAdmin?: boolean; quotaBytes?: number; display?: string } = {},
): Promise<Account> {
  const domain = email.slice(email.indexOf('@') + 1);
  if (!(await listDomains()).some((known) => known.name === domain)) await createDomain(domain);
  const made = await createAccount({ email, passwordHash: await hashPassword(password), ...options });
  if (!made.ok) throw new Error(`account ${email}: ${made.reason}`);
  await keepScramKeys(email, password);
  return made.value;
}
