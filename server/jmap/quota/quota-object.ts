/** The Quota of an account (RFC 9425 §4.1): one, of octets, where a limit was set. */
import { accountWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { getAccount } from '#server/store/index.ts';
import type { MethodContext } from '../method.ts';

export const quotaProperties = [
  ...['id', 'resourceType', 'used', 'hardLimit', 'scope', 'name', 'types', 'warnLimit', 'softLimit', 'description'],
];
const warnAt = 0.9;

export const quotaId = (accountId: number): string => `Q${accountWireId(accountId)}`;

export interface JmapQuota {
  id: string;
  resourceType: 'octets';
  used: number;
  hardLimit: number;
  warnLimit: number;
  softLimit: null;
  scope: 'account';
  name: string;
  description: null;
  types: string[];
}

/** §4.1: types whose capability the request does not use are left out, and a quota of no type at all with them. */
export async function quotasOf({ accountId, using }: Pick<MethodContext, 'accountId' | 'using'>): Promise<JmapQuota[]> {
  const account = await getAccount(accountId);
  const limit = account?.quotaBytes ?? null;
  if (!account || limit === null || !using.has(capability.mail)) return [];
  return [
    {
      ...{ id: quotaId(accountId), resourceType: 'octets', used: account.usedBytes, hardLimit: limit },
      ...{ warnLimit: Math.floor(limit * warnAt), softLimit: null, scope: 'account', name: account.email, description: null },
      types: ['Email'],
    },
  ];
}
