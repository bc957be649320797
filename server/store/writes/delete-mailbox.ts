import type { Outcome } from '../contract.ts';
import { logObjectChange, noteMailbox, Refused, withAccount } from './with-account.ts';

/**
 * Deletes a mailbox without children. Its emails leave it (those with no other place are destroyed) when `onDestroyRemoveEmails`, else a
 * mailbox that holds any is refused (RFC 8621 §2.5). Refusals: noSuchMailbox, hasChildren, hasEmails, notAllowed (the inbox).
 */
export async function deleteMailbox(
  accountId: number,
  mailboxId: number,
  { onDestroyRemoveEmails }: { onDestroyRemoveEmails: boolean },
): Promise<Outcome<{ modseq: number }>> {
  return withAccount(accountId, async (client, modseq) => {
    const find = 'select role, total from mailbox where account_id = $1 and mailbox_id = $2';
    const mailbox = (await client.query<{ role: string | null; total: number }>(find, [accountId, mailboxId])).rows[0];
    if (!mailbox) throw new Refused('noSuchMailbox');
    if (mailbox.role === 'inbox') throw new Refused('notAllowed');
    const children = 'select 1 from mailbox where account_id = $1 and parent_id = $2';
    if ((await client.query(children, [accountId, mailboxId])).rowCount) throw new Refused('hasChildren');
    if (mailbox.total > 0 && !onDestroyRemoveEmails) throw new Refused('hasEmails');
    if (mailbox.total > 0) {
      const remove = `select f_remove_rows($1, $3, array_agg(e)) from mailbox_email e where e.account_id = $1 and e.mailbox_id = $2`;
      await client.query(remove, [accountId, mailboxId, modseq]);
    }
    await noteMailbox(client, accountId, modseq, mailboxId);
    await client.query('delete from import_seen where account_id = $1 and mailbox_id = $2', [accountId, mailboxId]);
    await client.query('delete from mailbox where account_id = $1 and mailbox_id = $2', [accountId, mailboxId]);
    await logObjectChange(client, { accountId, modseq, type: 1, objectId: mailboxId, kind: 3 });
    return { modseq };
  });
}
