/** Accounts as the admin panel and the command line see them. */
import type { Account, Outcome } from '../contract.ts';
import { hotRows, inTransaction, rows } from '../database.ts';
import { announceCredentials } from '../push/announce.ts';
import { logObjectChange, Refused, withAccount } from '../writes/with-account.ts';
import { parseAddress } from './addresses.ts';

const select = `
  select a.account_id as "accountId", a.email, a.display, a.disabled_at as "disabledAt",
    exists (select from app_user u where u.account_id = a.account_id and u.is_admin) as "isAdmin",
    a.quota_bytes as "quotaBytes", coalesce(s.used_bytes, 0) as "usedBytes", coalesce(s.used_msgs, 0) as "usedMessages",
    a.settings, a.created_at as "createdAt"
  from account a left join account_state s using (account_id)`;

/** By address; the accounts of people, not those of mailing lists. */
export function listAccounts(): Promise<Account[]> {
  return rows(`${select} where a.kind = 1 order by a.email`);
}

export async function getAccount(accountId: number): Promise<Account | null> {
  return (await hotRows<Account>(`${select} where a.account_id = $1`, [accountId]))[0] ?? null;
}

/** By its primary address; aliases are `resolveAddress`'s. */
export async function findAccountByEmail(email: string): Promise<Account | null> {
  const address = parseAddress(email);
  if (!address) return null;
  return (await hotRows<Account>(`${select} where a.email = $1`, [address.email]))[0] ?? null;
}

export interface AccountChange {
  display?: string | undefined;
  /** Null: unlimited. */
  quotaBytes?: number | null | undefined;
  disabled?: boolean | undefined;
  isAdmin?: boolean | undefined;
  /** Merged into what is there, key by key. */
  settings?: Record<string, unknown> | undefined;
}

/** Refuses to suspend or demote the last administrator that can sign in (`notAllowed`). */
export async function updateAccount(accountId: number, change: AccountChange): Promise<Outcome<Account>> {
  const ended: number[] = [];
  const outcome = await withAccount(accountId, async (client, modseq) => {
    const { rows: before } = await client.query<{ quota: number | null }>(
      'select quota_bytes as quota from account where account_id = $1',
      [accountId],
    );
    const { rowCount } = await client.query(
      `update account set display = coalesce($2, display), quota_bytes = case when $3 then $4 else quota_bytes end,
         disabled_at = case when $5::boolean is null then disabled_at when $5 then coalesce(disabled_at, now()) end,
         settings = settings || coalesce($6::jsonb, '{}')
       where account_id = $1`,
      [
        accountId,
        change.display ?? null,
        change.quotaBytes !== undefined,
        change.quotaBytes ?? null,
        change.disabled ?? null,
        change.settings ? JSON.stringify(change.settings) : null,
      ],
    );
    if (!rowCount) throw new Refused('notFound');
    await logObjectChange(client, { accountId, modseq, type: 4, objectId: accountId, kind: 2 }); // other tabs and devices follow
    const quotaChange = kindOfQuotaChange(before[0]?.quota ?? null, change.quotaBytes);
    if (quotaChange) await logObjectChange(client, { accountId, modseq, type: 22, objectId: accountId, kind: quotaChange });
    if (change.isAdmin !== undefined) {
      await client.query('update app_user set is_admin = $2 where account_id = $1', [accountId, change.isAdmin]);
    }
    // A higher version ends every session made before, and every remembered log-in.
    if (change.disabled) {
      const text = 'update app_user set session_version = session_version + 1 where account_id = $1 returning user_id as id';
      const { rows: users } = await client.query<{ id: number }>(text, [accountId]);
      ended.push(...users.map(({ id }) => id));
    }
    if ((change.disabled || change.isAdmin === false) && !(await someAdministrator(client))) throw new Refused('notAllowed');
    const { rows: found } = await client.query<Account>(`${select} where a.account_id = $1`, [accountId]);
    if (!found[0]) throw new Refused('notFound');
    return found[0];
  });
  if (outcome.ok) for (const userId of ended) announceCredentials(userId);
  return outcome;
}

/** In the words of object_log: a Quota (RFC 9425) is there where there is a limit. Null: it stays as it is. */
function kindOfQuotaChange(before: number | null, after: number | null | undefined): 1 | 2 | 3 | null {
  if (after === undefined || after === before) return null;
  if (before === null) return 1;
  return after === null ? 3 : 2;
}

/** Removes the account with its log-ins, addresses and mail. What it queued is still delivered. Blobs are collected later. */
export async function removeAccount(accountId: number): Promise<Outcome<null>> {
  const users = await rows<{ id: number }>('select user_id as id from app_user where account_id = $1', [accountId]);
  const outcome = await removeWithMail(accountId);
  if (outcome.ok) for (const { id } of users) announceCredentials(id);
  return outcome;
}

function removeWithMail(accountId: number): Promise<Outcome<null>> {
  return inTransaction(async (client): Promise<Outcome<null>> => {
    // Deliveries wait for this lock, then find nothing. The UIDVALIDITYs of the account are never given out again.
    await client.query('select from account_state where account_id = $1 for update', [accountId]);
    await client.query(
      `insert into server_state as s (key, value) select 'uidvalidity', to_jsonb(uidvalidity) from account_state where account_id = $1
       on conflict (key) do update set value = greatest(s.value, excluded.value), at = now()`,
      [accountId],
    );
    const { rowCount } = await client.query('delete from account where account_id = $1', [accountId]); // users, addresses, identities follow
    if (!rowCount) return { ok: false, reason: 'notFound' };
    // What it handed in leaves all the same; there is no submission any more that could tell of it.
    await client.query('update queue_message set submission_id = null where account_id = $1 and submission_id is not null', [accountId]);
    for (const table of mailTables) await client.query(`delete from ${table} where account_id = $1`, [accountId]);
    if (!(await someAdministrator(client)) && (await client.query('select from account limit 1')).rowCount) throw new LastAdministrator();
    return { ok: true, value: null };
  }).catch(refuseLastAdministrator);
}

const mailTables = [
  ...['mailbox_email', 'thread_mailbox', 'thread_ref', 'email_text', 'email_brief', 'email_phrase', 'index_job'],
  ...['email', 'buried', 'mailbox', 'mailbox_past', 'restoration'],
  ...['change_log', 'object_log', 'upload', 'import_seen', 'submission', 'delivery_event', 'mail_trace', 'account_state'],
  ...['account_recipient', 'account_sending', 'sending_limit'],
  ...['address_book', 'contact_card', 'sieve_script', 'sieve_memory', 'masked_address', 'list_member'],
  ...['junk_state', 'junk_token', 'junk_taught', 'junk_sender'],
];

class LastAdministrator extends Error {}

function refuseLastAdministrator(error: unknown): Outcome<never> {
  if (error instanceof LastAdministrator) return { ok: false, reason: 'notAllowed' };
  throw error;
}

interface Queries {
  query: (text: string) => Promise<{ rowCount: number | null }>;
}

async function someAdministrator(client: Queries): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from app_user u join account a using (account_id)
     where u.is_admin and u.disabled_at is null and a.disabled_at is null limit 1`,
  );
  return Boolean(rowCount);
}
