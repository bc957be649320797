/**
 * First run. The launcher prints a link with a token and keeps the token's hash; whoever has the link makes the first domain and the first
 * administrator, once. When there is an administrator, the link is worth nothing.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { authenticate, type AuthenticatedUser } from '#server/auth/authenticate.ts';
import { hashPassword } from '#server/auth/password.ts';
import { createAccount, createDomain, getServerState, listAccounts, hasDomain, listDomains, setServerState } from '#server/store/index.ts';
import { wrong } from './problem.ts';
import { checked, record, refusal, refuse, type AdminResult } from './result.ts';
import { displayName, domainName, newPassword } from './words.ts';

const stateKey = 'setup';
const form = z.object({
  token: z.string(),
  domain: domainName,
  name: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]([a-z0-9._+-]{0,62}[a-z0-9])?$/, wrong('localName')),
  display: displayName,
  password: newPassword,
});

export async function setupIsOpen(token: string): Promise<boolean> {
  const state = z.object({ tokenHash: z.string() }).safeParse(await getServerState(stateKey));
  if (!state.success) return false;
  const given = createHash('sha256').update(token).digest();
  const expected = Buffer.from(state.data.tokenHash, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  return !(await listAccounts()).some((account) => account.isAdmin);
}

/** Makes the domain when it is not there, and the administrator; gives the user to sign in. */
export async function completeSetup(input: unknown, ip: string): Promise<AdminResult<AuthenticatedUser>> {
  const wanted = checked(form, input);
  if (!wanted.ok) return wanted;
  const { token, domain, name, display, password } = wanted.value;
  if (!(await setupIsOpen(token))) return refuse('setupUsed');
  if (!(await hasDomain(domain))) {
    const made = await createDomain(domain);
    if (!made.ok && made.reason !== 'alreadyExists') return refusal(made.reason, domain);
  }
  const email = `${name}@${domain}`;
  const made = await createAccount({ email, display, passwordHash: await hashPassword(password), isAdmin: true });
  if (!made.ok) return refusal(made.reason, email);
  await setServerState(stateKey, {});
  await record({ name: email, ip }, 'setup', { domain, email });
  const user = await authenticate({ login: email, password, remoteAddress: ip, scope: 'web' });
  return user.ok ? { ok: true, value: user.user } : refuse('setupSignIn');
}

/** What the form offers: the domain that the launcher made from MAIL_DOMAIN. */
export async function firstDomain(): Promise<string> {
  const [first] = await listDomains();
  return first && first.name !== 'localhost' ? first.name : '';
}
