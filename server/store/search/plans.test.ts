/** The statements that every click makes must be answered from an index, however large the mailbox. */
import { beforeAll, expect, test } from 'vitest';
import { database, rows } from '../database.ts';
import { sampleAccount, type SampleAccount } from '../reads/sample-mail.ts';
import { collapsedPage, plainPage } from './mailbox-page.ts';

let bob: SampleAccount;

// Straight into the tables: 20,000 deliveries would take the time of the whole check, and only the planner reads these.
beforeAll(async () => {
  bob = await sampleAccount('bob@plans.example');
  const values = [bob.accountId, bob.inbox];
  await rows(
    `insert into mailbox_email (email_id, thread_id, modseq, created_modseq, received_at, account_id, mailbox_id, uid, flags, size)
     select n, n, 1, 1, now() - n * interval '1 minute', $1, $2, n, 1, 100 from generate_series(1, 20000) n`,
    values,
  );
  await rows(
    `insert into thread_mailbox (account_id, mailbox_id, thread_id, latest_at, latest_email, n, unseen)
     select $1, $2, n, now() - n * interval '1 minute', n, 1, 0 from generate_series(1, 20000) n`,
    values,
  );
  await rows(
    `insert into email_text (account_id, email_id, hdr, body)
     select $1, n, 'subject ' || md5(n::text), 'body ' || md5((n + 7)::text) from generate_series(1, 20000) n`,
    [bob.accountId],
  );
  await rows('vacuum analyze mailbox_email, thread_mailbox, email_text');
});

async function planOf(text: string, values: unknown[]): Promise<string> {
  const { rows: lines } = await database().pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

test.each([
  ['newest first', plainPage, 'me_recv'],
  ['newest conversations first', collapsedPage, 'tm_latest'],
])('%s', async (_, text, index) => {
  const plan = await planOf(text, [bob.accountId, bob.inbox, 0, 50]);
  expect(plan).toContain(index);
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});

test.each([
  ['a word', `to_tsvector('simple', body) @@ to_tsquery('simple', '''deadbeef'':*')`, 'email_text_fts'],
  ['a word that is in every text', `to_tsvector('simple', body) @@ (select to_tsquery('simple', '''body'':*'))`, 'email_text_fts'],
  ['a header', `hdr like '%deadbeef%'`, 'email_text_hdr'],
  ['a piece that is in every header', `hdr like (select '%subject%'::text)`, 'email_text_hdr'],
])('%s', async (_, condition, index) => {
  const plan = await planOf(`select email_id from email_text where account_id = $1 and ${condition}`, [bob.accountId]);
  expect(plan).toContain(index);
});

test('a session in step reads its changes from the log alone', async () => {
  const plan = await planOf('select from change_log where account_id = $1 and modseq > $2 and mailbox_id = $3', [
    bob.accountId,
    100,
    bob.inbox,
  ]);
  expect(plan).toContain('change_log_pkey');
});
