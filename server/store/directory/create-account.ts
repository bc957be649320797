/** A new account: its log-in, its address, its counters, its mailboxes and its first identity, in one transaction. */
import type { PoolClient } from 'pg';
import type { Account, MailboxRole, Outcome } from '../contract.ts';
import { inTransaction } from '../database.ts';
import { getAccount } from './accounts.ts';
import { parseAddress } from './addresses.ts';

export interface NewAccount {
  email: string;
  /** The owner's name. */
  display?: string | undefined;
  /** PHC string; null: the account cannot sign in until a password is set. */
  passwordHash: string | null;
  isAdmin?: boolean | undefined;
  /** Null or absent: unlimited. */
  quotaBytes?: number | null | undefined;
  /** A mailing list: nobody logs in to it. */
  isList?: boolean | undefined;
}

/** Refusals: `invalidName` (no address), `notFound` (its domain is not ours), `alreadyExists` (an account or alias has the address). */
export async function createAccount(wanted: NewAccount): Promise<Outcome<Account>> {
  const address = parseAddress(wanted.email);
  if (!address || address.localpart.includes('+') || address.localpart === '*') return { ok: false, reason: 'invalidName' }; // bob+x is bob's already, * is everybody's
  const made = await inTransaction(async (client): Promise<Outcome<number>> => {
    const domain = await client.query<{ id: number }>('select domain_id as id from domain where name = $1 for share', [address.domain]);
    const domainId = domain.rows[0]?.id;
    if (domainId === undefined) return { ok: false, reason: 'notFound' };
    const { rows } = await client.query<{ id: number }>(
      `insert into account (email, display, quota_bytes, kind)
       select $1, $2, $3, $6 where not exists (select from address where domain_id = $4 and localpart = $5)
       on conflict (email) do nothing returning account_id as id`,
      [address.email, wanted.display ?? '', wanted.quotaBytes ?? null, domainId, address.localpart, wanted.isList ? 2 : 1],
    );
    const accountId = rows[0]?.id;
    if (accountId === undefined) return { ok: false, reason: 'alreadyExists' };
    await client.query('insert into address (domain_id, localpart, account_id, kind) values ($1, $2, $3, $4)', [
      domainId,
      address.localpart,
      accountId,
      wanted.isList ? 3 : 0,
    ]);
    if (!wanted.isList)
      await client.query('insert into app_user (login, account_id, password, is_admin) values ($1, $2, $3, $4)', [
        address.email,
        accountId,
        wanted.passwordHash,
        wanted.isAdmin ?? false,
      ]);
    await makeState(client, accountId);
    await makeAddressBook(client, accountId);
    await client.query('insert into identity (account_id, identity_id, name, email, may_delete) values ($1, $2, $3, $4, false)', [
      accountId,
      mailboxes.length + 1,
      wanted.display ?? '',
      address.email,
    ]);
    return { ok: true, value: accountId };
  });
  if (!made.ok) return made;
  const account = await getAccount(made.value);
  return account ? { ok: true, value: account } : { ok: false, reason: 'notFound' };
}

const mailboxes: [name: string, role: MailboxRole][] = [
  ['INBOX', 'inbox'],
  ['Drafts', 'drafts'],
  ['Sent', 'sent'],
  ['Archive', 'archive'],
  ['Junk', 'junk'],
  ['Trash', 'trash'],
];

// UIDVALIDITY starts at the clock, or above the last one of a removed account, so that an account made again under an old name never
// repeats one (RFC 9051 §2.3.1.1).
async function makeState(client: PoolClient, accountId: number): Promise<void> {
  const { rows } = await client.query<{ base: number }>(
    `insert into account_state (account_id, next_id, uidvalidity)
     values ($1, $2, $3 + greatest(extract(epoch from now())::int, (select (value #>> '{}')::int from server_state where key = 'uidvalidity')))
     returning uidvalidity - $3 as base`,
    [accountId, mailboxes.length + 2, mailboxes.length],
  );
  await client.query(
    `insert into mailbox (account_id, mailbox_id, name, role, sort_order, uidvalidity, created_modseq, props_modseq, modseq)
     select $1, n, name, role, n, $4 + n, 1, 1, 1 from unnest($2::text[], $3::text[]) with ordinality as m(name, role, n)`,
    [accountId, mailboxes.map(([name]) => name), mailboxes.map(([, role]) => role), rows[0]?.base ?? 1],
  );
}

/** RFC 9610 §2: the default address book, number 1; those made later get numbers of the account's counter, which are higher. */
async function makeAddressBook(client: PoolClient, accountId: number): Promise<void> {
  await client.query(
    `insert into address_book (account_id, book_id, name, is_default, created_modseq, modseq) values ($1, 1, 'Personal', true, 1, 1)`,
    [accountId],
  );
}
