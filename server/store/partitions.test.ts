/** The store on tables that are hash-partitioned by account: all holds that holds on whole ones, and an account's mail is looked for in its own partition. */
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { partitioned, partitionedMigrations } from '../../test/partitioned-migrations.ts';
import type * as Store from './index.ts';
import { migrate } from './migrate.ts';
import type * as Samples from './reads/sample-mail.ts';

const parts = 4;
const url = new URL(inject('templateUrl'));
const name = `partitioned_${process.env.VITEST_POOL_ID}`;
let store: typeof Store;
let samples: typeof Samples;

async function asOwner(...statements: string[]): Promise<void> {
  const own = new URL(url);
  own.pathname = '/postgres';
  const client = new pg.Client({ connectionString: own.href });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

beforeAll(async () => {
  await asOwner(`drop database if exists ${name} with (force)`, `create database ${name}`);
  url.pathname = `/${name}`;
  await migrate(url.href, partitionedMigrations(parts));
  process.env.DATABASE_URL = url.href;
  [store, samples] = await Promise.all([import('./index.ts'), import('./reads/sample-mail.ts')]);
});
afterAll(async () => {
  await store.closeDatabase();
  await asOwner(`drop database if exists ${name} with (force)`);
});

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The store's connections say what they did when they end. */
async function allGone(): Promise<void> {
  await store.closeDatabase();
  const others = `select count(*)::int as n from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;
  await withClient((client) =>
    expect.poll(async () => (await client.query<{ n: number }>(others)).rows[0]?.n, { timeout: 20_000 }).toBe(0),
  );
}

type Mail = Awaited<ReturnType<typeof samples.deliverSamples>>;
const comes = (accountId: number, inbox: number): Promise<Mail> =>
  samples.deliverSamples(
    accountId,
    inbox,
    Array.from({ length: 12 }, (_, n) => ({ messageId: `${accountId}.${n}@x`, relatedIds: n % 3 ? [`${accountId}.${n - 1}@x`] : [] })),
  );

/** What a mailbox sees in a day: mail is read, flagged, filed, found, deleted, put back. */
async function aDay({ accountId, inbox, archive }: { accountId: number; inbox: number; archive: number }, mail: Mail): Promise<void> {
  const uids = mail.map(({ uid }) => uid);
  const emailIds = mail.map(({ emailId }) => emailId);
  const since = await store.accountState(accountId);
  await store.storeFlags(accountId, inbox, uids.slice(0, 6), { mode: 'add', flags: 1, keywords: ['work'] });
  await store.copyMessages(accountId, inbox, uids.slice(0, 3), archive);
  await store.moveMessages(accountId, inbox, uids.slice(3, 6), archive);
  await store.updateEmails(accountId, [{ emailId: emailIds[6] ?? 0, mailboxIds: { set: [archive] } }]);
  await store.storeFlags(accountId, inbox, uids.slice(7, 9), { mode: 'add', flags: 8, keywords: null });
  await store.expunge(accountId, inbox, null);
  await store.destroyEmails(accountId, emailIds.slice(9, 10));
  await store.openMailbox(accountId, inbox);
  for await (const page of store.fetchRows(accountId, inbox, uids)) for (const row of page) await store.readMessage(row);
  await store.getEmails(accountId, emailIds);
  await store.emailChanges(accountId, since);
  await store.mailboxChangesSince(accountId, inbox, since);
  const query = { filter: { inMailbox: inbox }, sort: [{ property: 'receivedAt' as const, ascending: false }], position: 0, limit: 50 };
  for (const collapseThreads of [true, false]) await store.queryEmails(accountId, { ...query, collapseThreads, calculateTotal: true });
  await store.searchUids(accountId, inbox, { subject: 'Message' });
  const made = await store.createMailbox(accountId, { name: `Work ${since}`, parentId: null });
  if (made.ok) await store.deleteMailbox(accountId, made.value.mailboxId, { onDestroyRemoveEmails: true });
  const back = await store.putBack(accountId, { to: { state: since } }, 'test');
  expect(back).toMatchObject({ ok: true, value: { back: 3 } });
  expect((await store.openMailbox(accountId, inbox))?.uids).toHaveLength(12);
}

// Once it is there: a delivery takes several accounts at once, and looks for their states in every partition (design of the store,
// section 6). First, as long as there are no statistics: with them the planner itself looks at the ends of indexes in every partition.
test('what one account does with its mail reads and writes its own partition of each table', async () => {
  const account = await samples.sampleAccount('alone@parts.example');
  const { accountId } = account;
  const mail = await comes(accountId, account.inbox);
  await allGone();
  const own = await withClient(async (client) => {
    await client.query('select pg_stat_reset()');
    const { rows } = await client.query<{ part: string }>(
      'select tableoid::regclass::text as part from account_state where account_id = $1',
      [accountId],
    );
    return Number(/_p(\d+)$/.exec(rows[0]?.part ?? '')?.[1]);
  });
  await aDay(account, mail);
  await allGone();
  const scanned = await withClient(async (client) => {
    const { rows } = await client.query<{ part: string; scans: number }>(
      `select relname as part, (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::int as scans from pg_stat_user_tables
       where relname ~ '_p[0-9]+$' and coalesce(seq_scan, 0) + coalesce(idx_scan, 0) > 0`,
    );
    return rows;
  });
  const tableOf = (part: string) => part.replace(/_p\d+$/, '');
  expect(scanned.filter(({ part }) => !part.endsWith(`_p${own}`))).toEqual([]);
  const reached = new Set(scanned.map(({ part }) => tableOf(part)));
  for (const table of ['account_state', 'mailbox', 'email', 'mailbox_email', 'thread_mailbox', 'change_log', 'object_log']) {
    expect(partitioned).toContain(table);
    expect(reached, table).toContain(table);
  }
});

test('many accounts side by side: nothing of one is touched by what another does', async () => {
  const accounts = [];
  for (let n = 0; n < 12; n++) accounts.push(await samples.sampleAccount(`u${n}@parts.example`));
  await Promise.all(accounts.map(async (account) => aDay(account, await comes(account.accountId, account.inbox))));
  expect(await store.checkStore()).toEqual([]);
  const used = await withClient((client) => client.query<{ n: number }>('select count(distinct tableoid)::int as n from mailbox_email'));
  expect(used.rows[0]?.n).toBeGreaterThan(1);
}, 120_000);
