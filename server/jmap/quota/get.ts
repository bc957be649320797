/** Quota/get (RFC 9425 §4.2). */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { quotaProperties, quotasOf } from './quota-object.ts';

export const quotaGet = method({
  name: 'Quota/get',
  capability: capability.quota,
  args: getArguments,
  async run(context, args) {
    const state = await accountState(context.accountId);
    return { state: String(state), ...getFrom(await quotasOf(context), args, quotaProperties) };
  },
});
