/** PushSubscription/get (RFC 8620 §7.2.1): no account, no state; addresses and keys are never told. */
import { z } from 'zod';
import { pushWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { listPushSubscriptions, type PushSubscription } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { MethodError } from '../errors.ts';
import { accountlessMethod } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';

const properties = ['id', 'deviceClientId', 'verificationCode', 'expires', 'types'];

export const pushSubscriptionGet = accountlessMethod({
  name: 'PushSubscription/get',
  capability: capability.core,
  args: z.strictObject(getArguments),
  async run({ credential }, args) {
    const secret = args.properties?.find((property) => property === 'url' || property === 'keys');
    if (secret) throw new MethodError('forbidden', `${secret} is not told to anybody.`);
    const all = (await listPushSubscriptions(credential)).map(toJmapPushSubscription);
    return getFrom(all, args, properties);
  },
});

/** The code is shown to who has proved to know it: it is the proof that the address is the client's. */
function toJmapPushSubscription({ pushId, deviceClientId, types, verificationCode, verifiedAt, expiresAt }: PushSubscription) {
  return {
    id: pushWireId(pushId),
    deviceClientId,
    verificationCode: verifiedAt ? verificationCode : null,
    expires: toUtcDate(expiresAt),
    types,
  };
}
