/** Quota/get (RFC 9425 §4.2): one quota, of octets, when the account has one. */
import { accountWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, getAccount } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';

const properties = ['id', 'resourceType', 'used', 'hardLimit', 'scope', 'name', 'types', 'warnLimit', 'softLimit', 'description'];
const warnAt = 0.9;

export const quotaGet = method({
  name: 'Quota/get',
  capability: capability.quota,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const account = await getAccount(accountId);
    const limit = account?.quotaBytes ?? null;
    const quota = {
      id: `Q${accountWireId(accountId)}`,
      resourceType: 'octets',
      used: account?.usedBytes ?? 0,
      hardLimit: limit ?? 0,
      warnLimit: limit === null ? null : Math.floor(limit * warnAt),
      softLimit: null,
      scope: 'account',
      name: account?.email ?? '',
      description: null,
      types: ['Mail'],
    };
    return { state: String(state), ...getFrom(limit === null ? [] : [quota], args, properties) };
  },
});
