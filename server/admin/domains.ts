/** The mail domains of this server, and their aliases. */
import { z } from 'zod';
import { ensureDkimKeys } from '#server/mailauth/dkim-keys.ts';
import * as store from '#server/store/index.ts';
import { checked, done, record, refuse, sentenceFor, type Actor, type AdminResult } from './result.ts';
import { domainName, emailAddress } from './words.ts';

export async function addDomain(actor: Actor, input: unknown): Promise<AdminResult> {
  const name = checked(domainName, input);
  if (!name.ok) return name;
  const made = await store.createDomain(name.value);
  if (!made.ok) return refuse(sentenceFor(made.reason, name.value));
  await ensureDkimKeys(made.value.name);
  await record(actor, 'domain.add', { name: name.value });
  return done;
}

/** Only an empty one: to delete a domain must not delete the mail of people. */
export async function deleteDomain(actor: Actor, name: string): Promise<AdminResult> {
  const at = `@${name}`;
  const accounts = (await store.listAccounts()).filter(({ email }) => email.endsWith(at));
  if (accounts.length > 0)
    return refuse(`${name} still has ${accounts.length === 1 ? 'an account' : `${accounts.length} accounts`}. Delete them first.`);
  const removed = await store.removeDomain(name);
  if (!removed.ok) return refuse(sentenceFor(removed.reason, name));
  await record(actor, 'domain.remove', { name });
  return done;
}

const newAlias = z.object({
  address: emailAddress,
  targets: z
    .string()
    .transform((text) => text.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(emailAddress).min(1, 'Give at least one address that the mail goes to.').max(200, 'An alias has at most 200 targets.')),
});

export async function addAlias(actor: Actor, input: unknown): Promise<AdminResult> {
  const wanted = checked(newAlias, input);
  if (!wanted.ok) return wanted;
  const { address, targets } = wanted.value;
  if (targets.includes(address)) return refuse('An alias cannot send its mail to itself.');
  const domain = address.slice(address.indexOf('@') + 1);
  if (!(await store.listDomains()).some(({ name }) => name === domain))
    return refuse(`${domain} is not a domain of this server. Add it first.`);
  const made = await store.addAlias(address, targets);
  if (!made.ok) return refuse(sentenceFor(made.reason, address));
  await record(actor, 'alias.add', { address, targets });
  return done;
}

export async function deleteAlias(actor: Actor, address: string): Promise<AdminResult> {
  const removed = await store.removeAlias(address);
  if (!removed.ok) return refuse(sentenceFor(removed.reason, address));
  await record(actor, 'alias.remove', { address });
  return done;
}
