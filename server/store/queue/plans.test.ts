/** What the queue does for each message is planned when nothing waits, and must not read what waits when much does. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase, database, rows } from '../database.ts';
import { handIn, prepareBlob } from '../index.ts';
import { settleWithin } from './settle.ts';

const many = 2000;
const owner = randomUUID();
const limits = { perHour: 0, perDay: 0, newPerDay: 0 };
let client: pg.PoolClient;

beforeAll(async () => {
  client = await database().pool.connect();
  // What has left the queue is remembered for a month.
  await fill('gone.example', 1);
  await rows('vacuum analyze queue_message, queue_rcpt');
  // From the sixth time on a connection keeps its plan.
  for (let n = 0; n < 8; n++) {
    await settleOne();
    await claim();
  }
  await fill('before.example', 0); // in any order of what waits these come first
});
afterAll(async () => {
  client.release(true);
  await closeDatabase();
});

/** Straight into the tables: as many messages would take the time of the whole check. Due for an hour. */
async function fill(domain: string, state: number): Promise<void> {
  const given = `select setval(pg_get_serial_sequence('queue_message', 'queue_id'), coalesce(max(queue_id), 0) + $1) as last from queue_message`;
  const [{ last } = { last: 0 }] = await rows<{ last: number }>(given, [many]);
  await rows(
    `insert into queue_message (queue_id, mail_from, blob, size, smtputf8, subject, expires_at)
     select n, '', '', 1, false, '', now() + interval '1 day' from generate_series($1::bigint - $2 + 1, $1) n`,
    [last, many],
  );
  await rows(
    `insert into queue_rcpt (queue_id, rcpt_no, rcpt, domain, state, next_at)
     select n, 0, 'x@' || $3::text, $3, $4, now() - interval '1 hour' from generate_series($1::bigint - $2 + 1, $1) n`,
    [last, many, domain, state],
  );
}

async function settleOne(): Promise<void> {
  const blob = await prepareBlob(Buffer.from('Subject: plans\r\n\r\nHello\r\n'));
  const now = new Date();
  const until = new Date(now.getTime() + 3_600_000);
  const given = {
    ...{ accountId: null, mailFrom: 'a@plans.example', blob: blob.sha256, prefix: null, size: 30, smtputf8: false, subject: '' },
    ...{ recipients: [{ address: 'x@far.example', domain: 'far.example' }], dueAt: now, expiresAt: until, lease: { owner, until } },
  };
  const done = await handIn({ message: given, blob, limits });
  if ('refusal' in done) throw new Error(done.refusal.limit);
  const result = { queueId: done.queueId, rcptNo: 0, rcpt: 'x@far.example', outcome: 'delivered' as const };
  const reply = { code: 250, status: '2.0.0', text: 'taken', host: 'mx.far.example', tls: null };
  await settleWithin(client, { owner, rows: [{ ...result, ...reply }] }, now);
}

const claim = () =>
  client.query({ name: 'claim', text: `select from f_claim($1, now(), now() + interval '1 hour', 10, '{}')`, values: [owner] });

const readSoFar = async (): Promise<number> => {
  const { rows: found } = await client.query<{ read: number }>(
    `select sum(seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables where relname in ('queue_rcpt', 'queue_message')`,
  );
  return found[0]?.read ?? Infinity;
};

/** Rows of the queue that `work` reads. */
async function rowsRead(work: () => Promise<unknown>): Promise<number> {
  await client.query('begin');
  const before = await readSoFar();
  await work();
  const read = (await readSoFar()) - before;
  await client.query('rollback');
  return read;
}

test('a result reads the rows of its own message', async () => {
  expect(await rowsRead(settleOne)).toBeLessThan(30);
});

test('a claim reads what it takes', async () => {
  expect(await rowsRead(claim)).toBeLessThan(100);
});
