/** MaskedAddress/set, ours. The server makes the address; `destroy` drops it for good, `isEnabled: false` until it is wanted again. */
import { randomBytes } from 'node:crypto';
import { maskLimits, maskName } from '#lib/addresses/mask-name.ts';
import { maskWireId, parseMaskWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { createMask, destroyMask, listMasks, updateMask, type MaskedAddress } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { resolveId, SetRun, taken } from '../standard/set.ts';
import { readMaskChange, toJmapMask } from './mask-object.ts';

export const maskedAddressSet = method({
  name: 'MaskedAddress/set',
  capability: capability.masks,
  args: setArguments,
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    for (const [creationId, given] of Object.entries(args.create ?? {}))
      await run.attempt(run.notCreated, creationId, () => run.alone(() => create(context, run, creationId, given)));
    for (const [key, patch] of Object.entries(args.update ?? {}))
      await run.attempt(run.notUpdated, key, () => run.alone(() => update(context, run, key, patch)));
    for (const key of args.destroy ?? []) await run.attempt(run.notDestroyed, key, () => run.alone(() => destroy(context, run, key)));
    return run.response();
  },
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
  const now: Record<string, unknown> = { ...toJmapMask(accountId, mask) };
  const change: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(patch)) {
    // RFC 8620 §5.3: what cannot be changed may be given as it is.
    const fixed = property === 'id' || property === 'email' || property === 'createdAt' || property === 'lastUsedAt';
    if (!fixed) change[property] = value;
    else if (now[property] !== value) throw invalidProperties([property], 'It cannot be changed.');
  }
  taken(await updateMask(accountId, mask.maskId, readMaskChange(change)));
  run.updated[key] = null;
}

async function destroy(context: MethodContext, run: SetRun, key: string): Promise<void> {
  const { maskId } = await find(context, key);
  taken(await destroyMask(context.accountId, maskId));
  run.destroyed.push(maskWireId(context.accountId, maskId));
}

async function find(context: MethodContext, key: string): Promise<MaskedAddress> {
  const id = resolveId(context, key);
  const maskId = id === undefined ? null : parseMaskWireId(context.accountId, id);
  const found = (await listMasks(context.accountId)).find((mask) => mask.maskId === maskId);
  if (!found) throw new SetRefusal('notFound');
  return found;
}
