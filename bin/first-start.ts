/** What a new installation needs before it serves: the first domain, and an administrator or a link to make one. */
import { createHash, randomBytes } from 'node:crypto';
import type { Config } from '#server/config/config.ts';
import { hashPassword } from '#server/auth/password.ts';
import { closeDatabase, createAccount, createDomain, listAccounts, hasDomain, listDomains, setServerState } from '#server/store/index.ts';
import { UsageError } from './usage-error.ts';

/** Returns the path of the one-time link when there is no administrator, else null. */
export async function prepareFirstStart(config: Config): Promise<string | null> {
  try {
    const domains = await listDomains();
    if (domains.length === 0) await createDomain(config.domain);
    const accounts = await listAccounts();
    if (accounts.some((account) => account.isAdmin)) return null;
    if (config.adminEmail && config.adminPassword) {
      await makeAdministrator(config.adminEmail, config.adminPassword);
      return null;
    }
    const token = randomBytes(24).toString('base64url');
    await setServerState('setup', { tokenHash: createHash('sha256').update(token).digest('hex') });
    return `/setup?token=${token}`;
  } finally {
    await closeDatabase();
  }
}

async function makeAdministrator(email: string, password: string): Promise<void> {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (!(await hasDomain(domain))) await createDomain(domain);
  const made = await createAccount({ email, passwordHash: await hashPassword(password), isAdmin: true });
  if (!made.ok) throw new UsageError(`ADMIN_EMAIL is wrong: the administrator ${email} could not be made (${made.reason}).`);
  console.log(`posthorn: made the administrator ${email}`);
}
