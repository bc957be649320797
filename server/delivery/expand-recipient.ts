/** Where mail for an address goes in the end: aliases are followed, also aliases of aliases, each address once. */
import { isReturnPath, originalSender } from '#server/mailauth/forward.ts';
import { limits } from '#server/net/limits.ts';
import { resolveAddress, type Resolved } from '#server/store/index.ts';

export type Expanded =
  | { kind: 'accepted'; accounts: number[]; remote: string[] }
  | { kind: 'remote' }
  | { kind: 'unknown' }
  | { kind: 'disabled' }
  | { kind: 'overQuota' };

export async function expandRecipient(address: string): Promise<Expanded> {
  const first = await resolveAddress(address);
  // A notice about what was forwarded goes back to who sent it: from here as to any other address.
  if (isReturnPath(address) && first.kind !== 'remote') {
    const original = originalSender(address);
    if (original === null) return { kind: 'unknown' };
    const found = await expandRecipient(original);
    return found.kind === 'remote' ? { kind: 'accepted', accounts: [], remote: [original] } : found;
  }
  if (first.kind === 'remote' || first.kind === 'unknown') return { kind: first.kind };
  if (first.kind === 'account') {
    if (first.disabled) return { kind: 'disabled' };
    return first.overQuota ? { kind: 'overQuota' } : { kind: 'accepted', accounts: [first.accountId], remote: [] };
  }
  const accounts = new Set<number>();
  const remote = new Set<string>();
  await follow(first.targets, accounts, remote, new Set([address.toLowerCase()]), 1);
  // An alias of which nobody is left delivers nowhere: its sender learns that now.
  return accounts.size + remote.size > 0 ? { kind: 'accepted', accounts: [...accounts], remote: [...remote] } : { kind: 'unknown' };
}

async function follow(targets: string[], accounts: Set<number>, remote: Set<string>, seen: Set<string>, depth: number): Promise<void> {
  if (depth > limits.aliasDepth) return;
  for (const target of targets) {
    if (seen.has(target.toLowerCase())) continue;
    seen.add(target.toLowerCase());
    const found: Resolved = await resolveAddress(target);
    if (found.kind === 'remote') remote.add(target);
    else if (found.kind === 'alias') await follow(found.targets, accounts, remote, seen, depth + 1);
    // A member whose mailbox is full gets it all the same: the others' copies must not depend on that, and one message may exceed.
    else if (found.kind === 'account' && !found.disabled) accounts.add(found.accountId);
  }
}
