/** What happened to an account's mail since it was last looked at, as far as it tells what its owner takes for junk. */
import type pg from 'pg';
import { rows } from '../database.ts';

/** Accounts whose mail has changed since; those that wait longest first. */
export async function accountsToLearn(limit: number): Promise<number[]> {
  const found = await rows<{ accountId: number }>(
    `select a.account_id as "accountId" from account_state a left join junk_state s using (account_id)
     where a.modseq > coalesce(s.seen_modseq, 0) order by a.feed_at limit $1`,
    [limit],
  );
  return found.map(({ accountId }) => accountId);
}

export interface JunkState {
  seen: number;
  spam: number;
  ham: number;
}

/** Locks the account's state for the transaction. Null when another process has it. Then: up to which change it was looked at. */
export async function lockJunkState(client: pg.ClientBase, accountId: number): Promise<JunkState | null> {
  await client.query('insert into junk_state (account_id) values ($1) on conflict do nothing', [accountId]);
  const text = `select greatest(j.seen_modseq, a.log_floor) as seen, j.spam, j.ham from junk_state j join account_state a using (account_id)
    where j.account_id = $1 for update of j skip locked`;
  return (await client.query<JunkState>(text, [accountId])).rows[0] ?? null;
}

/** Log rows of a step: each may be a message to read. */
const atOnce = 200;

/** A change of more rows than this was meant for the whole of a list: `atOnce` of its emails, the newest, stand for all of them. */
const swept = 1000;

export interface MailChange {
  emailId: number;
  /** It came into the account by this change, into junk, or into another mailbox. */
  created: boolean;
  /** It was put into Junk, out of Junk, or into a mailbox that is neither Junk nor Trash, after it had come. */
  enteredJunk: boolean;
  leftJunk: boolean;
  filed: boolean;
  /** By a change of everything that a list held. */
  swept: boolean;
  /** Flags before the first of the changes; null when they did not change. */
  flagsBefore: number | null;
  /** As it is now. */
  flags: number;
  inJunk: boolean;
  inSent: boolean;
  /** In another mailbox than Junk and Trash. */
  kept: boolean;
  /** Brought by SMTP, with trace lines of ours. */
  traced: boolean;
  /** Address of its first author, lower-case. */
  from: string | null;
  /** Those to whom it was written. */
  to: string[];
  taught: boolean | null;
  /** Mail with HTML was told from other mail then. */
  taughtByKind: boolean;
}

/** The changes after `seen`, as far as they fit, and up to which modseq that is. Nothing: the modseq is the account's own. */
export async function mailChanges(
  client: pg.ClientBase,
  accountId: number,
  seen: number,
): Promise<{ upTo: number; changes: MailChange[] }> {
  const limits = await client.query<{ upTo: number }>(
    `select coalesce(max(modseq), (select modseq from account_state where account_id = $1)) as "upTo"
     from (select modseq from change_log where account_id = $1 and modseq > $2 order by modseq limit $3) x`,
    [accountId, seen, atOnce],
  );
  const upTo = limits.rows[0]?.upTo ?? seen;
  const { rows: changes } = await client.query<MailChange>(
    `with l as (
       select modseq, mailbox_id, email_id, kind, old_flags, kind <> 1 and count(*) over one > $4 as swept,
         dense_rank() over (partition by modseq, kind = 1 order by email_id desc) as nth
       from change_log where account_id = $1 and modseq > $2 and modseq <= $3 window one as (partition by modseq, kind = 1)),
     c as (
       select l.email_id, bool_or(l.kind = 1 and l.old_flags is null) as created,
         bool_or(l.kind = 4 and m.role is not distinct from 'junk') as entered_junk,
         bool_or(l.kind in (3, 5) and m.role is not distinct from 'junk') as left_junk,
         bool_or(l.kind = 4 and coalesce(m.role, '') not in ('junk', 'trash', 'inbox', 'drafts', 'sent')) as filed,
         bool_or(l.swept) as swept,
         (array_agg(l.old_flags order by l.modseq) filter (where l.kind = 2))[1] as flags_before
       from l left join mailbox m on m.account_id = $1 and m.mailbox_id = l.mailbox_id
       where not l.swept or l.nth <= $5 group by l.email_id)
     select c.email_id as "emailId", c.created, c.entered_junk as "enteredJunk", c.left_junk as "leftJunk", c.filed, c.swept,
       c.flags_before as "flagsBefore", x.flags, x.in_junk as "inJunk", x.in_sent as "inSent", x.kept,
       e.prefix is not null as traced, lower(e.hdr->'from'->0->>'email') as "from",
       array(select lower(who->>'email')
             from jsonb_array_elements(coalesce(e.hdr->'to', '[]') || coalesce(e.hdr->'cc', '[]') || coalesce(e.hdr->'bcc', '[]')) who
             where who->>'email' like '%_@_%' limit 100) as "to",
       t.is_junk as taught, coalesce(t.by_kind, false) as "taughtByKind"
     from c join email e on e.account_id = $1 and e.email_id = c.email_id
       join lateral (
         select max(me.flags) as flags, bool_or(m.role is not distinct from 'junk') as in_junk,
           bool_or(m.role is not distinct from 'sent') as in_sent, bool_or(coalesce(m.role, '') not in ('junk', 'trash')) as kept
         from mailbox_email me join mailbox m using (account_id, mailbox_id) where me.account_id = $1 and me.email_id = c.email_id
       ) x on x.flags is not null
       left join junk_taught t on t.account_id = $1 and t.email_id = c.email_id
     order by c.email_id`,
    [accountId, seen, upTo, swept, atOnce],
  );
  return { upTo, changes };
}

export async function noteSeen(client: pg.ClientBase, accountId: number, modseq: number): Promise<void> {
  await client.query('update junk_state set seen_modseq = $2 where account_id = $1', [accountId, modseq]);
}

export async function noteTaught(client: pg.ClientBase, accountId: number, emailId: number, isJunk: boolean): Promise<void> {
  await client.query(
    `insert into junk_taught (account_id, email_id, is_junk, by_kind) values ($1, $2, $3, true)
     on conflict (account_id, email_id) do update set is_junk = excluded.is_junk, by_kind = true, at = now()`,
    [accountId, emailId, isJunk],
  );
}

export interface SenderNote {
  address: string;
  heard: number;
  written: number;
  junk: number;
}

export async function noteSenders(client: pg.ClientBase, accountId: number, notes: SenderNote[]): Promise<void> {
  if (notes.length === 0) return;
  await client.query(
    `insert into junk_sender as s (account_id, address, heard, written, junk)
     select $1, u.address, greatest(0, u.heard), greatest(0, u.written), greatest(0, u.junk)
     from unnest($2::text[], $3::int[], $4::int[], $5::int[]) u (address, heard, written, junk) order by u.address
     on conflict (account_id, address) do update set heard = s.heard + excluded.heard, written = s.written + excluded.written,
       junk = greatest(0, s.junk + excluded.junk)`,
    [accountId, notes.map((n) => n.address), notes.map((n) => n.heard), notes.map((n) => n.written), notes.map((n) => n.junk)],
  );
  const fewer = notes.filter(({ junk }) => junk < 0);
  if (fewer.length > 0)
    await client.query(
      `update junk_sender s set junk = greatest(0, s.junk + u.junk) from unnest($2::text[], $3::int[]) u (address, junk)
       where s.account_id = $1 and s.address = u.address`,
      [accountId, fewer.map(({ address }) => address), fewer.map(({ junk }) => junk)],
    );
}
