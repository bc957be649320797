/** Identity/set (RFC 8621 §6.3). An identity is made only for an address that the user may send as. */
import { capability } from '#lib/jmap/capabilities.ts';
import { identityWireId, parseIdentityWireId } from '#lib/ids.ts';
import { accountAddresses, createIdentity, deleteIdentity, listIdentities, updateIdentity } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import type { MethodContext } from '../method.ts';
import { changeable, numberOf, type SetRun, taken } from '../standard/set.ts';
import { setMethod } from '../standard/set-method.ts';
import { readIdentityChange, toJmapIdentity } from './identity-object.ts';

const maxIdentities = 100;

export const identitySet = setMethod({
  name: 'Identity/set',
  capability: capability.submission,
  ...{ create, update, destroy },
});

async function create(context: MethodContext, run: SetRun, creationId: string, given: Record<string, unknown>): Promise<void> {
  const { email, ...rest } = given;
  const change = readIdentityChange(rest);
  if (typeof email !== 'string') throw invalidProperties(['email']);
  const mine = await accountAddresses(context.accountId);
  if (!mine.includes(email.toLowerCase())) throw new SetRefusal('forbiddenFrom', { description: `${email} is not an address of yours.` });
  if ((await listIdentities(context.accountId)).length >= maxIdentities) throw new SetRefusal('overQuota');
  const made = taken(await createIdentity(context.accountId, { email, ...change }));
  run.noteCreated(creationId, { id: identityWireId(context.accountId, made.identityId), mayDelete: made.mayDelete });
}

async function update(context: MethodContext, run: SetRun, key: string, patch: Record<string, unknown>): Promise<void> {
  const { accountId } = context;
  const current = await find(context, key);
  const change = changeable(patch, toJmapIdentity(accountId, current), ['id', 'email', 'mayDelete']);
  taken(await updateIdentity(accountId, current.identityId, readIdentityChange(change)));
  run.updated[key] = null;
}

async function destroy(context: MethodContext, run: SetRun, key: string): Promise<void> {
  const current = await find(context, key);
  if (!current.mayDelete) throw new SetRefusal('forbidden', { description: 'The identity of the account itself stays.' });
  taken(await deleteIdentity(context.accountId, current.identityId));
  run.destroyed.push(identityWireId(context.accountId, current.identityId));
}

async function find(context: MethodContext, key: string) {
  const number = numberOf(context, key, parseIdentityWireId);
  const found = (await listIdentities(context.accountId)).find(({ identityId }) => identityId === number);
  if (!found) throw new SetRefusal('notFound');
  return found;
}
