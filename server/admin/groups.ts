/** Groups: addresses whose mail goes to members. */
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { checked, done, record, refuse, sentenceFor, type Actor, type AdminResult } from './result.ts';
import { emailAddress } from './words.ts';

const members = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,;]+/).filter(Boolean))])
  .pipe(z.array(emailAddress).max(5000, 'A group has at most 5,000 members.'));
const change = z.object({
  name: z.string().trim().max(200, 'The name of a group has at most 200 characters.').optional(),
  members: members.optional(),
  /** Who may write to it: everybody, users of this server who have logged in, or its members. */
  posting: z
    .enum(['anyone', 'internal', 'members'], { error: 'Who may write is anyone, internal or members.' })
    .transform((word) => (word === 'anyone' ? null : word))
    .optional(),
});
const creation = change.extend({ address: emailAddress });

export async function addGroup(actor: Actor, input: unknown): Promise<AdminResult<store.Group>> {
  const wanted = checked(creation, input);
  if (!wanted.ok) return wanted;
  const { address, ...rest } = wanted.value;
  const made = await store.createGroup(address, rest);
  if (!made.ok)
    return refuse(
      made.reason === 'notFound' ? `${domainOf(address)} is not a domain of this server. Add it first.` : sentenceFor(made.reason, address),
    );
  await record(actor, 'group.add', { ...made.value });
  return made;
}

export async function editGroup(actor: Actor, address: string, input: unknown): Promise<AdminResult<store.Group>> {
  const wanted = checked(change, input);
  if (!wanted.ok) return wanted;
  const changed = await store.updateGroup(address, wanted.value);
  if (!changed.ok) return refuse(sentenceFor(changed.reason, address));
  await record(actor, 'group.edit', { address, ...wanted.value });
  return changed;
}

/** Adds to the members and takes away from them. */
export async function changeMembers(
  actor: Actor,
  address: string,
  { add = [], remove = [] }: { add?: string[]; remove?: string[] },
): Promise<AdminResult<store.Group>> {
  const group = await store.findGroup(address);
  if (!group) return refuse(sentenceFor('notFound', address));
  const leaving = new Set(remove.map((one) => one.trim().toLowerCase()));
  const stranger = [...leaving].find((one) => !group.members.includes(one));
  if (stranger !== undefined) return refuse(`${stranger} is not a member of ${address}.`);
  return editGroup(actor, address, { members: [...group.members.filter((one) => !leaving.has(one)), ...add] });
}

export async function deleteGroup(actor: Actor, address: string): Promise<AdminResult> {
  const removed = await store.removeGroup(address);
  if (!removed.ok) return refuse(sentenceFor(removed.reason, address));
  await record(actor, 'group.remove', { address });
  return done;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
