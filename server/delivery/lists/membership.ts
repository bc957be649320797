/** Joining and leaving: the member, and what it may read of the archive. */
import { config } from '#server/config/config.ts';
import {
  findMailboxByRole,
  findMember,
  putMember,
  removeMember,
  resolveAddress,
  setGrant,
  type ListMember,
  type MailingList,
  type Outcome,
} from '#server/store/index.ts';
import { leaveToken } from './tokens.ts';

export async function join(list: Pick<MailingList, 'accountId' | 'archive'>, email: string): Promise<Outcome<ListMember>> {
  const made = await putMember(list.accountId, email, 'active');
  if (made.ok && list.archive) await grantArchive(list.accountId, made.value.email, 'lrs');
  return made;
}

/** Null: there was no such member. */
export async function leave(accountId: number, memberId: number): Promise<ListMember | null> {
  const member = await findMember(accountId, { memberId });
  if (!member || !(await removeMember(accountId, memberId))) return null;
  await grantArchive(accountId, member.email, null);
  return member;
}

/** Members here read the archive in their mail programs, as a mailbox that is shared with them (RFC 4314). */
export async function grantArchive(listId: number, email: string, rights: string | null): Promise<void> {
  const found = await resolveAddress(email);
  const archive = found.kind === 'account' ? await findMailboxByRole(listId, 'inbox') : null;
  if (found.kind === 'account' && archive) await setGrant(listId, archive.mailboxId, found.accountId, rights);
}

/** Where a member leaves: a page for people, and RFC 8058's one click for programs. */
export function leaveUrl(accountId: number, memberId: number): string {
  const { publicUrl, hostname, ports } = config();
  const origin = publicUrl?.replace(/\/+$/, '') ?? `https://${hostname}${ports.HTTPS_PORT === 443 ? '' : `:${ports.HTTPS_PORT}`}`;
  return `${origin}/api/lists/${leaveToken(accountId, memberId)}`;
}
