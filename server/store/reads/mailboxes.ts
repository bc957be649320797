/** Mailboxes with their counters: STATUS, SELECT and Mailbox/get are one row each. */
import type { Mailbox, MailboxRole } from '../contract.ts';
import { hotRows, rows } from '../database.ts';
import { together } from '../together.ts';

/** Also for other statements that return a mailbox: the columns under the names of `Mailbox`, from a table called `m`. */
export const mailboxColumns = `
  m.mailbox_id as "mailboxId", m.parent_id as "parentId", m.name, m.role, m.subscribed, m.sort_order as "sortOrder", m.color,
  m.uidvalidity, m.uidnext, m.recent_uid as "recentUid", m.created_modseq as "createdModseq", m.props_modseq as "propsModseq",
  m.modseq, m.keywords, m.total, m.unseen, m.deleted, m.doubles, m.total_threads as "totalThreads",
  m.unseen_threads as "unseenThreads", m.bytes`;

const list = together(async (accounts: number[]): Promise<Mailbox[][]> => {
  // Behind a `select`: see `recipients.ts`.
  const found = await hotRows<Mailbox & { accountId: number }>(
    `select m.account_id as "accountId", ${mailboxColumns} from unnest((select $1::int[])) q (account_id) join mailbox m using (account_id)
     order by m.sort_order, m.name, m.mailbox_id`,
    [[...new Set(accounts)]],
  );
  const byAccount = Map.groupBy(found, ({ accountId }) => accountId);
  return accounts.map((account) => (byAccount.get(account) ?? []).map(({ accountId: _account, ...mailbox }) => mailbox));
});

/** By sort order, then name. */
export const listMailboxes = (accountId: number): Promise<Mailbox[]> => list(accountId);

const findAtTop = together(async (questions: { accountId: number; path: string }[]): Promise<(Mailbox | null)[]> => {
  // Behind a `select`: see `recipients.ts`.
  const found = await hotRows<Mailbox & { n: number }>(
    `select q.n::int, ${mailboxColumns} from unnest((select $1::int[]), (select $2::text[])) with ordinality q (account_id, path, n)
       join mailbox m on m.account_id = q.account_id and m.parent_id is null
         and case when m.role = 'inbox' then 'INBOX' else m.name end = q.path
     order by m.role = 'inbox' desc nulls last`,
    [questions.map(({ accountId }) => accountId), questions.map(({ path }) => path)],
  );
  return questions.map((_, index) => {
    const hit = found.find(({ n }) => n === index + 1);
    if (!hit) return null;
    const { n: _n, ...mailbox } = hit;
    return mailbox;
  });
});

/** The one of that name which stands below no other; the inbox is called INBOX, whatever its name. */
export const mailboxAtTop = async (accountId: number, path: string): Promise<Mailbox | null> =>
  path.includes('\0') ? null : findAtTop({ accountId, path });

export async function getMailbox(accountId: number, mailboxId: number): Promise<Mailbox | null> {
  const [found] = await hotRows<Mailbox>(`select ${mailboxColumns} from mailbox m where m.account_id = $1 and m.mailbox_id = $2`, [
    accountId,
    mailboxId,
  ]);
  return found ?? null;
}

export async function findMailboxByRole(accountId: number, role: MailboxRole): Promise<Mailbox | null> {
  const [found] = await hotRows<Mailbox>(`select ${mailboxColumns} from mailbox m where m.account_id = $1 and m.role = $2`, [
    accountId,
    role,
  ]);
  return found ?? null;
}

/** Octets of the messages that are \Deleted (RFC 9208 §4.1.4, DELETED-STORAGE). */
export async function deletedBytes(accountId: number, mailboxId: number): Promise<number> {
  const text = `select coalesce(sum(size), 0)::bigint as bytes from mailbox_email
                where account_id = $1 and mailbox_id = $2 and flags & 8 <> 0`;
  return (await rows<{ bytes: number }>(text, [accountId, mailboxId]))[0]?.bytes ?? 0;
}
