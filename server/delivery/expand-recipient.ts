/** Where mail for an address goes in the end: aliases are followed, also aliases of aliases, each address once. */
import { isReturnPath, originalSender } from '#server/mailauth/forward.ts';
import { limits } from '#server/net/limits.ts';
import { accountAddresses, isReserved, resolveAddress, toAdministrators, type Posting, type Resolved } from '#server/store/index.ts';

export type Expanded =
  | { kind: 'accepted'; accounts: number[]; remote: string[] }
  | { kind: 'remote' }
  | { kind: 'unknown' }
  | { kind: 'disabled' }
  | { kind: 'overQuota' }
  /** A group that this sender may not write to. */
  | { kind: 'notAllowed' };

/** `senderId`: the account that sends it, when it is one of ours that has logged in; null: a stranger, or nobody knows. */
export async function expandRecipient(address: string, senderId: number | null = null): Promise<Expanded> {
  const found = await expand(address, senderId);
  if (found.kind === 'accepted' || found.kind === 'remote') return found;
  // RFC 5321 §4.5.1: postmaster is always there, whatever became of who was it.
  if (!isReserved(address.slice(0, address.lastIndexOf('@')).toLowerCase())) return found;
  const administrators = await toAdministrators();
  return administrators.kind === 'alias' ? followed(administrators, address, senderId) : found;
}

async function expand(address: string, senderId: number | null): Promise<Expanded> {
  const first = await resolveAddress(address);
  // A notice about what was forwarded goes back to who sent it: from here as to any other address.
  if (isReturnPath(address) && first.kind !== 'remote') {
    const original = originalSender(address);
    if (original === null) return { kind: 'unknown' };
    const found = await expandRecipient(original, senderId);
    return found.kind === 'remote' ? { kind: 'accepted', accounts: [], remote: [original] } : found;
  }
  if (first.kind === 'remote' || first.kind === 'unknown') return { kind: first.kind };
  if (first.kind === 'account') {
    if (first.disabled) return { kind: 'disabled' };
    return first.overQuota ? { kind: 'overQuota' } : { kind: 'accepted', accounts: [first.accountId], remote: [] };
  }
  if (!(await mayPost(first, senderId))) return { kind: 'notAllowed' };
  return followed(first, address, senderId);
}

async function followed({ targets }: { targets: string[] }, address: string, senderId: number | null): Promise<Expanded> {
  const accounts = new Set<number>();
  const remote = new Set<string>();
  await follow(targets, { accounts, remote, senderId, seen: new Set([address.toLowerCase()]) }, 1);
  // An alias of which nobody is left delivers nowhere: its sender learns that now.
  return accounts.size + remote.size > 0 ? { kind: 'accepted', accounts: [...accounts], remote: [...remote] } : { kind: 'unknown' };
}

interface Way {
  accounts: Set<number>;
  remote: Set<string>;
  senderId: number | null;
  seen: Set<string>;
}

async function follow(targets: string[], way: Way, depth: number): Promise<void> {
  const { accounts, remote, seen, senderId } = way;
  if (depth > limits.aliasDepth) return;
  for (const target of targets) {
    if (seen.has(target.toLowerCase())) continue;
    seen.add(target.toLowerCase());
    const found: Resolved = await resolveAddress(target);
    if (found.kind === 'remote') remote.add(target);
    else if (found.kind === 'alias') {
      if (await mayPost(found, senderId)) await follow(found.targets, way, depth + 1);
    }
    // A member whose mailbox is full gets it all the same: the others' copies must not depend on that, and one message may exceed.
    else if (found.kind === 'account' && !found.disabled) accounts.add(found.accountId);
  }
}

async function mayPost({ posting = null, targets }: { posting?: Posting; targets: string[] }, senderId: number | null): Promise<boolean> {
  if (posting === null) return true;
  if (senderId === null) return false;
  return posting === 'internal' || (await accountAddresses(senderId)).some((address) => targets.includes(address));
}
