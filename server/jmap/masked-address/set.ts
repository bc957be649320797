/** MaskedAddress/set, ours. The server makes the address; `destroy` drops it for good, `isEnabled: false` until it is wanted again. */
import { randomBytes } from 'node:crypto';
import { maskLimits, maskName } from '#lib/addresses/mask-name.ts';
import { maskWireId, parseMaskWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { createMask, destroyMask, listMasks, updateMask, type MaskedAddress } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import type { MethodContext } from '../method.ts';
import { changeable, numberOf, type SetRun, taken } from '../standard/set.ts';
import { setMethod } from '../standard/set-method.ts';
import { readMaskChange, toJmapMask } from './mask-object.ts';

export const maskedAddressSet = setMethod({
  name: 'MaskedAddress/set',
  capability: capability.masks,
  ...{ create, update, destroy },
});

async function create({ accountId }: MethodContext, run: SetRun, creationId: string, given: Record<string, unknown>): Promise<void> {
  const { label = '', forDomain = null, isEnabled = true } = readMaskChange(given);
  if (!isEnabled) throw invalidProperties(['isEnabled'], 'A new address is enabled.');
  for (let attempts = 0; attempts < 5; attempts++) {
    const made = await createMask(accountId, { localpart: maskName(randomBytes(8)), label, forDomain }, maskLimits.perAccount);
    if (!made.ok && made.reason === 'alreadyExists') continue; // somebody's by chance: another one
    if (!made.ok && made.reason === 'overQuota')
      throw new SetRefusal('overQuota', {
        description: `An account has at most ${maskLimits.perAccount} masked addresses, dropped ones included.`,
      });
    return run.noteCreated(creationId, { ...toJmapMask(accountId, taken(made)) });
  }
  throw new SetRefusal('alreadyExists');
}

async function update(context: MethodContext, run: SetRun, key: string, patch: Record<string, unknown>): Promise<void> {
  const { accountId } = context;
  const mask = await find(context, key);
  const change = changeable(patch, toJmapMask(accountId, mask), ['id', 'email', 'createdAt', 'lastUsedAt']);
  taken(await updateMask(accountId, mask.maskId, readMaskChange(change)));
  run.updated[key] = null;
}

async function destroy(context: MethodContext, run: SetRun, key: string): Promise<void> {
  const { maskId } = await find(context, key);
  taken(await destroyMask(context.accountId, maskId));
  run.destroyed.push(maskWireId(context.accountId, maskId));
}

async function find(context: MethodContext, key: string): Promise<MaskedAddress> {
  const maskId = numberOf(context, key, parseMaskWireId);
  const found = (await listMasks(context.accountId)).find((mask) => mask.maskId === maskId);
  if (!found) throw new SetRefusal('notFound');
  return found;
}
