import type { Mailbox, MailboxRole, Outcome } from '../contract.ts';
import { getMailbox } from '../reads/mailboxes.ts';
import { assertFreeName, assertParent, assertRoleFree, cleanName } from './mailbox-rules.ts';
import { logObjectChange, noteMailbox, Refused, withAccount } from './with-account.ts';

export interface MailboxChange {
  name?: string;
  parentId?: number | null;
  role?: MailboxRole | null;
  subscribed?: boolean;
  color?: string | null;
  sortOrder?: number;
}

/** Renames, moves, subscribes… Children follow by themselves. The inbox keeps its name, place and role (notAllowed). */
export async function updateMailbox(accountId: number, mailboxId: number, change: MailboxChange): Promise<Outcome<Mailbox>> {
  const done = await withAccount(accountId, async (client, modseq) => {
    type Row = {
      name: string;
      parent_id: number | null;
      role: MailboxRole | null;
      subscribed: boolean;
      color: string | null;
      sort_order: number;
    };
    const find = 'select name, parent_id, role, subscribed, color, sort_order from mailbox where account_id = $1 and mailbox_id = $2';
    const old = (await client.query<Row>(find, [accountId, mailboxId])).rows[0];
    if (!old) throw new Refused('noSuchMailbox');
    const name = change.name === undefined ? old.name : cleanName(change.name);
    const parentId = change.parentId === undefined ? old.parent_id : change.parentId;
    const role = change.role === undefined ? old.role : change.role;
    if (old.role === 'inbox' && (name !== old.name || parentId !== null || role !== 'inbox')) throw new Refused('notAllowed');
    if (parentId !== old.parent_id) await assertParent(client, accountId, parentId, mailboxId);
    if (name !== old.name || parentId !== old.parent_id) await assertFreeName(client, accountId, parentId, name, mailboxId);
    if (role && role !== old.role) await assertRoleFree(client, accountId, role, mailboxId);
    await noteMailbox(client, accountId, modseq, mailboxId);
    const text = `update mailbox set name = $3, parent_id = $4, role = $5, subscribed = $6, color = $7, sort_order = $8, props_modseq = $9
                   where account_id = $1 and mailbox_id = $2`;
    const color = change.color === undefined ? old.color : change.color;
    const rest = [change.subscribed ?? old.subscribed, color, change.sortOrder ?? old.sort_order, modseq];
    await client.query(text, [accountId, mailboxId, name, parentId, role, ...rest]);
    await logObjectChange(client, { accountId, modseq, type: 1, objectId: mailboxId, kind: 2 });
  });
  if (!done.ok) return done;
  const mailbox = await getMailbox(accountId, mailboxId);
  return mailbox ? { ok: true, value: mailbox } : { ok: false, reason: 'noSuchMailbox' };
}
