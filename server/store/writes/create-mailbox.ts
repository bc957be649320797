import type { Mailbox, MailboxRole, Outcome } from '../contract.ts';
import { getMailbox } from '../reads/mailboxes.ts';
import { assertFreeName, assertParent, assertRoleFree, cleanName } from './mailbox-rules.ts';
import { logObjectChange, nextId, noteMailbox, withAccount } from './with-account.ts';

export interface NewMailbox {
  name: string;
  parentId: number | null;
  role?: MailboxRole | null;
  subscribed?: boolean;
  color?: string | null;
  sortOrder?: number;
}

/** Refusals: invalidName, alreadyExists, noSuchMailbox (the parent). UIDVALIDITY is one that the account never had. */
export async function createMailbox(accountId: number, wanted: NewMailbox): Promise<Outcome<Mailbox>> {
  const made = await withAccount(accountId, async (client, modseq) => {
    const name = cleanName(wanted.name);
    await assertParent(client, accountId, wanted.parentId);
    await assertFreeName(client, accountId, wanted.parentId, name);
    if (wanted.role) await assertRoleFree(client, accountId, wanted.role);
    const mailboxId = await nextId(client, accountId);
    await noteMailbox(client, accountId, modseq, mailboxId);
    const validity = `update account_state set uidvalidity = greatest(uidvalidity + 1, extract(epoch from now())::int)
                       where account_id = $1 returning uidvalidity`;
    const { uidvalidity } = (await client.query<{ uidvalidity: number }>(validity, [accountId])).rows[0] ?? { uidvalidity: 1 };
    const text = `insert into mailbox (account_id, mailbox_id, parent_id, name, role, subscribed, color, sort_order, uidvalidity,
                                       created_modseq, props_modseq, modseq)
                  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10)`;
    const { role = null, subscribed = true, color = null, sortOrder = 0 } = wanted;
    await client.query(text, [accountId, mailboxId, wanted.parentId, name, role, subscribed, color, sortOrder, uidvalidity, modseq]);
    await logObjectChange(client, { accountId, modseq, type: 1, objectId: mailboxId, kind: 1 });
    return mailboxId;
  });
  if (!made.ok) return made;
  const mailbox = await getMailbox(accountId, made.value);
  return mailbox ? { ok: true, value: mailbox } : { ok: false, reason: 'noSuchMailbox' };
}
