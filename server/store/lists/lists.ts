/** Mailing lists: each is an account that nobody logs in to. Its INBOX is the archive, and what waits for a moderator is in `Moderation`. */
import type { Outcome } from '../contract.ts';
import { database, rows } from '../database.ts';
import { createAccount } from '../directory/create-account.ts';
import { parseAddress } from '../directory/addresses.ts';
import { createMailbox } from '../writes/create-mailbox.ts';

export interface MailingList {
  accountId: number;
  email: string;
  name: string;
  description: string;
  subscribing: 'open' | 'closed';
  posting: 'anyone' | 'members' | 'moderated';
  archive: boolean;
  /** In front of subjects. */
  prefix: string;
  moderators: string[];
  /** How many get its mail. */
  members: number;
}
export type ListChange = { [K in keyof Omit<MailingList, 'accountId' | 'email' | 'members'>]?: MailingList[K] | undefined };

export const moderationMailbox = 'Moderation';

const select = `select l.account_id as "accountId", a.email, a.display as name, l.description, l.subscribing, l.posting, l.archive, l.prefix, l.moderators,
    (select count(*)::int from list_member m where m.account_id = l.account_id and m.state = 1) as members
  from mailing_list l join account a using (account_id)`;

/** As `createAccount`; `invalidName` too for an address that has another list's ending. */
export async function createList(email: string, change: ListChange): Promise<Outcome<MailingList>> {
  const parsed = parseAddress(email);
  if (!parsed || parsed.localpart.length > 40) return { ok: false, reason: 'invalidName' }; // `-bounces+…` must fit behind it
  const made = await createAccount({ email, display: change.name, passwordHash: null, isList: true });
  if (!made.ok) return made;
  const { accountId } = made.value;
  await createMailbox(accountId, { name: moderationMailbox, parentId: null });
  await database().pool.query('insert into mailing_list (account_id) values ($1)', [accountId]);
  return updateList(accountId, change);
}

/** By address. */
export function listLists(): Promise<MailingList[]> {
  return rows(`${select} order by a.email`);
}

export async function getList(accountId: number): Promise<MailingList | null> {
  return (await rows<MailingList>(`${select} where l.account_id = $1`, [accountId]))[0] ?? null;
}

export async function findList(email: string): Promise<MailingList | null> {
  const parsed = parseAddress(email);
  return parsed ? ((await rows<MailingList>(`${select} where a.email = $1`, [parsed.email]))[0] ?? null) : null;
}

export async function updateList(accountId: number, change: ListChange): Promise<Outcome<MailingList>> {
  const { name, description, subscribing, posting, archive, prefix, moderators } = change;
  if (name !== undefined)
    await database().pool.query('update account set display = $2 where account_id = $1 and kind = 2', [accountId, name]);
  await database().pool.query(
    `update mailing_list set description = coalesce($2, description), subscribing = coalesce($3, subscribing), posting = coalesce($4, posting),
       archive = coalesce($5, archive), prefix = coalesce($6, prefix), moderators = coalesce($7, moderators) where account_id = $1`,
    [accountId, description ?? null, subscribing ?? null, posting ?? null, archive ?? null, prefix ?? null, moderators ?? null],
  );
  const list = await getList(accountId);
  return list ? { ok: true, value: list } : { ok: false, reason: 'notFound' };
}
