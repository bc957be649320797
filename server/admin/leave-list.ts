/** The links by which people leave mailing lists: who has the link may, nobody logs in for it. */
import { leave } from '#server/delivery/lists/membership.ts';
import { readLeaveToken } from '#server/delivery/lists/tokens.ts';
import { readBody } from '#server/net/read-body.ts';
import { findMember, getList } from '#server/store/index.ts';

/** Whom a link of a list's message is for; null when it is not there any more, or never was. */
export async function memberOfLink(token: string): Promise<{ list: string; name: string; email: string } | null> {
  const read = readLeaveToken(token);
  const [list, member] = read ? [await getList(read.accountId), await findMember(read.accountId, read)] : [null, null];
  return list && member ? { list: list.email, name: list.name, email: member.email } : null;
}

/**
 * Our own page for a person, or a mail program by the words of RFC 8058 §3.1, in either form of §3.2. Null: somebody who posts to links
 * without knowing what for.
 */
export async function whoAsks(request: Request): Promise<'page' | 'program' | null> {
  const body = (await readBody(request, 1000).catch(() => Buffer.alloc(0))).toString();
  if (/(?:^|&)asked=/.test(body)) return 'page';
  return /(?:^|&)List-Unsubscribe=One-Click\s*(?:&|$)|name="?List-Unsubscribe"?\r?\n\r?\nOne-Click\s/i.test(body) ? 'program' : null;
}

/** RFC 8058 §3.2: also when it was done before, it is done. False: the link is none of ours. */
export async function leaveByLink(token: string): Promise<boolean> {
  const read = readLeaveToken(token);
  if (!read) return false;
  await leave(read.accountId, read.memberId);
  return true;
}
