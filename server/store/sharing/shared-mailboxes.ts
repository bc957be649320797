/** The mailboxes of other accounts that an account may see. */
import { hotRows, rows } from '../database.ts';

export interface SharedMailbox {
  ownerId: number;
  /** The owner's address. */
  owner: string;
  mailboxId: number;
  rights: string;
  /** The reader's own subscription. */
  subscribed: boolean;
}

/** By owner. What a person was granted counts before what everyone was (RFC 4314 §2: the union of both). */
export async function sharedMailboxes(readerId: number): Promise<SharedMailbox[]> {
  const found = await hotRows<SharedMailbox>(
    `select l.account_id as "ownerId", a.email as owner, l.mailbox_id as "mailboxId", string_agg(l.rights, '') as rights,
       exists (select from shared_subscription s
               where s.account_id = $1 and s.owner_id = l.account_id and s.mailbox_id = l.mailbox_id) as subscribed
     from mailbox_acl l join account a on a.account_id = l.account_id
     where l.grantee_id in ($1, 0) and l.account_id <> $1 and a.disabled_at is null
     group by l.account_id, a.email, l.mailbox_id order by a.email, l.mailbox_id`,
    [readerId],
  );
  return found.map((row) => ({ ...row, rights: [...'lrswipkxtea'].filter((letter) => row.rights.includes(letter)).join('') }));
}

export async function subscribeShared(readerId: number, ownerId: number, mailboxId: number, subscribed: boolean): Promise<void> {
  const text = subscribed
    ? 'insert into shared_subscription (account_id, owner_id, mailbox_id) values ($1, $2, $3) on conflict do nothing'
    : 'delete from shared_subscription where account_id = $1 and owner_id = $2 and mailbox_id = $3';
  await rows(text, [readerId, ownerId, mailboxId]);
}
