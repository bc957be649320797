/** What an administrator does with accounts. Every act is checked, done by the store, and written to the audit log. */
import { z } from 'zod';
import { hashPassword } from '#server/auth/password.ts';
import { keepScramKeys } from '#server/auth/scram-keys.ts';
import { createAccount, getAccount, listDomains, removeAccount, setPassword, updateAccount } from '#server/store/index.ts';
import type { Account, Refusal } from '#server/store/contract.ts';
import { checked, done, record, refuse, sentenceFor, type Actor, type AdminResult } from './result.ts';
import { emailAddress, newPassword, quota } from './words.ts';

const display = z.string().trim().max(200, 'The name must have at most 200 characters.');
const newAccount = z.object({ email: emailAddress, password: newPassword, display, isAdmin: z.boolean(), quotaBytes: quota });
const changedAccount = z.object({ display, isAdmin: z.boolean(), quotaBytes: quota });

export async function addAccount(actor: Actor, input: unknown): Promise<AdminResult<Account>> {
  const wanted = checked(newAccount, input);
  if (!wanted.ok) return wanted;
  const { password, ...rest } = wanted.value;
  const domain = rest.email.slice(rest.email.indexOf('@') + 1);
  if (!(await listDomains()).some(({ name }) => name === domain)) return refuse(`${domain} is not a domain of this server. Add it first.`);
  const made = await createAccount({ ...rest, passwordHash: await hashPassword(password) });
  if (!made.ok) return refuse(sentenceFor(made.reason, rest.email));
  await keepScramKeys(rest.email, password);
  await record(actor, 'account.add', rest);
  return made;
}

export async function editAccount(actor: Actor, accountId: number, input: unknown): Promise<AdminResult> {
  const change = checked(changedAccount, input);
  if (!change.ok) return change;
  return withAccount(accountId, async (account) => {
    if (account.email === actor.name && account.isAdmin && !change.value.isAdmin) return refuse('You cannot take your own rights away.');
    const saved = await updateAccount(accountId, change.value);
    if (!saved.ok) return refuse(lastOne(saved.reason, account));
    await record(actor, 'account.edit', { email: account.email, ...change.value });
    return done;
  });
}

/** A suspended account takes no log-in and no mail; what it has stays. */
export function suspendAccount(actor: Actor, accountId: number, suspended: boolean): Promise<AdminResult> {
  return withAccount(accountId, async (account) => {
    if (account.email === actor.name) return refuse('You cannot suspend yourself.');
    const saved = await updateAccount(accountId, { disabled: suspended });
    if (!saved.ok) return refuse(lastOne(saved.reason, account));
    await record(actor, suspended ? 'account.suspend' : 'account.resume', { email: account.email });
    return done;
  });
}

export function deleteAccount(actor: Actor, accountId: number): Promise<AdminResult> {
  return withAccount(accountId, async (account) => {
    if (account.email === actor.name) return refuse('You cannot delete yourself.');
    const removed = await removeAccount(accountId);
    if (!removed.ok) return refuse(lastOne(removed.reason, account));
    await record(actor, 'account.remove', { email: account.email });
    return done;
  });
}

/** Ends every session of the account. */
export async function resetPassword(actor: Actor, accountId: number, password: unknown): Promise<AdminResult> {
  const wanted = checked(newPassword, password);
  if (!wanted.ok) return wanted;
  return withAccount(accountId, async (account) => {
    await setPassword(account.email, await hashPassword(wanted.value));
    await keepScramKeys(account.email, wanted.value);
    await record(actor, 'account.password', { email: account.email });
    return done;
  });
}

const lastOne = (reason: Refusal, { email }: Account) =>
  reason === 'notAllowed' ? `${email} is the only administrator. Make another one first.` : sentenceFor(reason, email);

async function withAccount(accountId: number, act: (account: Account) => Promise<AdminResult>): Promise<AdminResult> {
  const account = await getAccount(accountId);
  return account ? act(account) : refuse('The account is not there. Perhaps somebody else removed it.');
}
