/** PushSubscription/set (RFC 8620 §7.2.2): no account, no states. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parsePushWireId, pushWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import type { Arguments } from '#lib/jmap/invocation.ts';
import type { SetError } from '#lib/jmap/types.ts';
import { config } from '#server/config/config.ts';
import {
  createPushSubscription,
  destroyPushSubscription,
  hint,
  listPushSubscriptions,
  updatePushSubscription,
  type PushSubscription,
} from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { invalidProperties, SetRefusal, shaped } from '../errors.ts';
import { accountlessMethod, type MethodContext } from '../method.ts';
import { setArguments, utcDate } from '../shapes.ts';
import { attempt, checkCount, numberOf, orNull } from '../standard/set.ts';

/** Devices of one user with one credential; a client that forgets its own must not fill the table. */
const maxSubscriptions = 32;
/** RFC 8620 §7.2 asks for at least 7 days. */
const maxLifetimeMs = 30 * 24 * 3600 * 1000;

const base64url = (octets: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+=*$/)
    .refine((text) => Buffer.from(text, 'base64url').length === octets);
const types = z.array(z.string().min(1).max(100)).min(1).max(100).nullable();
const creation = z.strictObject({
  deviceClientId: z.string().min(1).max(255),
  url: z.string().max(2000).refine(isPushUrl),
  keys: z.strictObject({ p256dh: base64url(65), auth: base64url(16) }).nullish(),
  verificationCode: z.null().optional(),
  expires: utcDate.nullish(),
  types: types.optional(),
});
const change = z.strictObject({ verificationCode: z.string().optional(), expires: utcDate.nullish(), types: types.optional() });

const { ifInState: _none, ...argumentsOfSet } = setArguments;

export const pushSubscriptionSet = accountlessMethod({
  name: 'PushSubscription/set',
  capability: capability.core,
  args: z.strictObject(argumentsOfSet),
  async run(context, { create, update, destroy }) {
    checkCount({ create, update, destroy });
    const created: Record<string, Arguments> = {};
    const updated: Record<string, Arguments | null> = {};
    const destroyed: string[] = [];
    const errors = { notCreated: {}, notUpdated: {}, notDestroyed: {} } satisfies Record<string, Record<string, SetError>>;
    for (const [key, given] of Object.entries(create ?? {}))
      await attempt(errors.notCreated, key, async () => {
        const made = await createOne(context, given);
        created[key] = made;
        context.createdIds.set(key, made.id);
      });
    for (const [key, patch] of Object.entries(update ?? {}))
      await attempt(errors.notUpdated, key, async () => {
        updated[key] = await updateOne(context, key, patch);
      });
    for (const key of destroy ?? [])
      await attempt(errors.notDestroyed, key, async () => {
        const { pushId } = await find(context, key);
        if (!(await destroyPushSubscription(context.credential, pushId))) throw new SetRefusal('notFound');
        destroyed.push(pushWireId(pushId));
      });
    if (Object.keys(created).length + Object.keys(updated).length > 0) hint(); // whoever delivers looks at once
    return {
      ...{ created: orNull(created), updated: orNull(updated), destroyed: orNull(destroyed) },
      ...{ notCreated: orNull(errors.notCreated), notUpdated: orNull(errors.notUpdated), notDestroyed: orNull(errors.notDestroyed) },
    };
  },
});

async function createOne({ credential }: MethodContext, given: Record<string, unknown>): Promise<Arguments & { id: string }> {
  const { deviceClientId, url, keys = null, types: wanted = null, expires } = shaped(creation, given);
  if ((await listPushSubscriptions(credential)).length >= maxSubscriptions)
    throw new SetRefusal('overQuota', { description: `At most ${maxSubscriptions} subscriptions. Destroy one that is not used any more.` });
  const expiresAt = expiryOf(expires);
  const verificationCode = randomBytes(16).toString('hex');
  const made = await createPushSubscription(credential, { deviceClientId, url, keys, types: wanted, verificationCode, expiresAt });
  return { id: pushWireId(made.pushId), ...(keys ? {} : { keys: null }), expires: toUtcDate(made.expiresAt) };
}

async function updateOne(context: MethodContext, key: string, patch: Record<string, unknown>): Promise<Arguments | null> {
  const current = await find(context, key);
  const rest = Object.fromEntries(Object.entries(patch).filter(([property, value]) => !isUnchanged(current, property, value)));
  const { verificationCode, expires, types: wanted } = shaped(change, rest);
  if (verificationCode !== undefined && !sameText(verificationCode, current.verificationCode))
    throw invalidProperties(['verificationCode'], 'This is not the code that was pushed.');
  const next = {
    ...current,
    verifiedAt: verificationCode === undefined ? current.verifiedAt : (current.verifiedAt ?? new Date()),
    expiresAt: expires === undefined ? current.expiresAt : expiryOf(expires),
    types: wanted === undefined ? current.types : wanted,
  };
  if (!(await updatePushSubscription(context.credential, next))) throw new SetRefusal('notFound');
  const told = toUtcDate(next.expiresAt);
  return expires !== undefined && told !== expires ? { expires: told } : null;
}

/** RFC 8620 §5.3: what cannot be changed may be given as it is. */
function isUnchanged(current: PushSubscription, property: string, value: unknown): boolean {
  return (property === 'id' && value === pushWireId(current.pushId)) || (property === 'deviceClientId' && value === current.deviceClientId);
}

async function find(context: MethodContext, key: string): Promise<PushSubscription> {
  const number = numberOf(context, key, (_accountId, id) => parsePushWireId(id));
  const found = (await listPushSubscriptions(context.credential)).find(({ pushId }) => pushId === number);
  if (!found) throw new SetRefusal('notFound');
  return found;
}

function expiryOf(wanted: string | null | undefined): Date {
  const latest = Date.now() + maxLifetimeMs;
  const at = wanted ? Math.min(Date.parse(wanted), latest) : latest;
  if (at <= Date.now()) throw invalidProperties(['expires'], 'It is over already.');
  return new Date(Math.floor(at / 1000) * 1000);
}

/** `https://` (RFC 8620 §7.2); services of one's own, named in FETCH_ALLOW, may do without. */
function isPushUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && config().fetchAllow.includes(`${hostname}:${port || '80'}`));
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
