/** Who may do what in a mailbox besides its owner (RFC 4314). Rights are letters in the order of `lib/imap/rights.ts`; the owner has all. */
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { logObjectChange, Refused, withAccount } from '../writes/with-account.ts';

export interface Grant {
  /** 0: every account of this server. */
  granteeId: number;
  /** The account's address; null for everyone. */
  grantee: string | null;
  rights: string;
}

/** By address, everyone first. */
export function listGrants(accountId: number, mailboxId: number): Promise<Grant[]> {
  return rows(
    `select l.grantee_id as "granteeId", a.email as grantee, l.rights
     from mailbox_acl l left join account a on a.account_id = l.grantee_id
     where l.account_id = $1 and l.mailbox_id = $2 order by a.email nulls first`,
    [accountId, mailboxId],
  );
}

/** Null: nothing is granted any more. The change is one of the mailbox, so that whoever watches the owner's account hears of it. */
export async function setGrant(accountId: number, mailboxId: number, granteeId: number, rights: string | null): Promise<Outcome<null>> {
  const outcome = await withAccount(accountId, async (client, modseq) => {
    const found = await client.query('select from mailbox where account_id = $1 and mailbox_id = $2', [accountId, mailboxId]);
    if (!found.rowCount) throw new Refused('noSuchMailbox');
    const text =
      rights === null
        ? 'delete from mailbox_acl where account_id = $1 and mailbox_id = $2 and grantee_id = $3'
        : `insert into mailbox_acl (account_id, mailbox_id, grantee_id, rights) values ($1, $2, $3, $4)
           on conflict (account_id, mailbox_id, grantee_id) do update set rights = excluded.rights`;
    await client.query(text, [accountId, mailboxId, granteeId, ...(rights === null ? [] : [rights])]);
    await client.query('update mailbox set props_modseq = $3 where account_id = $1 and mailbox_id = $2', [accountId, mailboxId, modseq]);
    await logObjectChange(client, { accountId, modseq, type: 1, objectId: mailboxId, kind: 2 });
    return null;
  });
  // Nothing in the grantee's own account is another; whoever watches it looks again, and sees what is shared now.
  if (outcome.ok && granteeId !== 0) await withAccount(granteeId, () => Promise.resolve(null));
  return outcome;
}
