/** What each write promises, one promise per test. */
import { afterAll, afterEach, expect, test } from 'vitest';
import { checkStore } from '../check/check-store.ts';
import { closeDatabase, database } from '../database.ts';
import {
  accountState,
  copyMessages,
  createMailbox,
  deleteMailbox,
  deliver,
  emailChanges,
  expunge,
  getEmails,
  keepBlob,
  openMailbox,
  prepareBlob,
  putBlob,
  readBlob,
  readMessage,
  storeFlags,
  updateAccount,
  type DeliverItem,
} from '../index.ts';
import { deliverSamples, sampleAccount, sampleMail } from '../reads/sample-mail.ts';

afterEach(async () => expect(await checkStore()).toEqual([]));
afterAll(closeDatabase);

async function itemFor(accountId: number, mailboxId: number): Promise<DeliverItem> {
  const { bytes, rendered } = sampleMail({});
  return { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered };
}

const permutations = (all: string[]): string[][] =>
  all.length < 2 ? [all] : all.flatMap((first) => permutations(all.filter((one) => one !== first)).map((rest) => [first, ...rest]));

test('an archive imported in any order gives the same threads', async () => {
  const parents: Record<string, string[]> = { a: [], b: ['a'], c: ['b'], d: ['c'] };
  for (const order of permutations(['a', 'b', 'c', 'd'])) {
    const { accountId, inbox } = await sampleAccount(`${order.join('')}@orders.example`);
    const [alone] = await deliverSamples(accountId, inbox, [{ messageId: 'alone' }]);
    for (const messageId of order) await deliverSamples(accountId, inbox, [{ messageId, relatedIds: parents[messageId] ?? [] }]);
    const seen = await openMailbox(accountId, inbox);
    const others = new Set(seen?.threadIds.slice(1));
    expect([order, others.size, others.has(alone?.threadId ?? 0)]).toEqual([order, 1, false]);
  }
}, 60_000);

test('messages of one call get the threads that they would get one by one', async () => {
  const parents: Record<string, string[]> = { a: [], b: ['a'], c: ['b', 'old 2'], d: ['old 1'], e: ['old 3', 'd'] };
  for (const order of [Object.keys(parents), Object.keys(parents).toReversed(), ['c', 'e', 'a', 'd', 'b']]) {
    const { accountId, inbox } = await sampleAccount(`${order.join('')}@together.example`);
    const old = await deliverSamples(accountId, inbox, [{ messageId: 'old 1' }, { messageId: 'old 2' }, { messageId: 'old 3' }]);
    const items = order.map((messageId) => sampleMail({ messageId, relatedIds: parents[messageId] ?? [] }));
    const blob = await putBlob(Buffer.from('together'));
    const done = await deliver(items.map(({ rendered }) => ({ accountId, mailboxIds: [inbox], blob, prefix: null, rendered })));
    const thread = (messageId: string) => (done.ok ? done.value[order.indexOf(messageId)]?.threadId : undefined);
    const [first, second] = old;
    expect(['a', 'b', 'c', 'd', 'e'].map(thread)).toEqual([second, second, second, first, first].map((one) => one?.threadId));
    expect(new Set((await openMailbox(accountId, inbox))?.threadIds).size).toBe(2);
  }
});

test('what comes alone is written as it would be in a set', async () => {
  const samples: (Partial<DeliverItem> & { mail: Parameters<typeof sampleMail>[0] })[] = [
    { mail: { messageId: 'x' } },
    { mail: { messageId: 'y' }, flags: 9, keywords: ['b', 'a', 'b'] }, // \\Seen, \\Deleted
    { mail: { messageId: 'z', relatedIds: ['x', 'y'] }, keywords: ['c'] },
    { mail: { messageId: 'x', hasAttachment: true }, flags: 1 },
    { mail: { messageId: 'u' }, keywords: [] },
  ];
  const receivedAt = new Date('2026-11-01T12:00:00Z');
  const made = samples.map(({ mail, ...rest }) => ({ prefix: Buffer.from('X: y\r\n'), receivedAt, ...rest, ...sampleMail(mail) }));
  const written = async (name: string, batchesOf: (items: DeliverItem[]) => DeliverItem[][]) => {
    const { accountId, inbox } = await sampleAccount(`${name}@alone.example`);
    const items = await Promise.all(
      made.map(async ({ bytes, ...item }) => ({ ...item, accountId, mailboxIds: [inbox], blob: await prepareBlob(bytes) })),
    );
    for (const batch of batchesOf(items)) expect(await deliver(batch)).toMatchObject({ ok: true });
    const of = (table: string, without: string) =>
      database().pool.query(
        `select to_jsonb(t) - 'account_id' - $2::text[] as row from ${table} t where account_id = $1 order by to_jsonb(t) ->> $3, t::text`,
        [accountId, without.split(' '), table === 'thread_ref' ? 'msgid' : 'email_id'],
      );
    const tables = ['account_state', 'mailbox', 'mailbox_email', 'thread_mailbox', 'thread_ref', 'email', 'index_job'];
    // Times, and the numbers of changes: each call is one.
    const found = await Promise.all(tables.map((table) => of(table, 'modseq created_modseq saved_at feed_at past_from at uidvalidity')));
    return found.map(({ rows }, index) => [tables[index], ...rows]);
  };
  const alone = await written('one', (items) => items.map((item) => [item]));
  expect(alone).toEqual(await written('set', (items) => [items]));
});

test('two messages of one call that join the same conversations to others make one of all', async () => {
  const { accountId, inbox } = await sampleAccount('chain@together.example');
  await deliverSamples(accountId, inbox, [
    { messageId: 'x' },
    { messageId: 'y' },
    { messageId: 'z' },
    { messageId: 'y2', relatedIds: ['y'] },
  ]);
  const blob = await putBlob(Buffer.from('chain'));
  const items = [sampleMail({ relatedIds: ['y', 'z'] }), sampleMail({ relatedIds: ['x', 'y2'] })];
  await deliver(items.map(({ rendered }) => ({ accountId, mailboxIds: [inbox], blob, prefix: null, rendered })));
  expect(new Set((await openMailbox(accountId, inbox))?.threadIds).size).toBe(1);
});

test('what Postgres cannot keep in text is replaced, and what only looks like it stays', async () => {
  const { accountId, inbox } = await sampleAccount('nul@writes.example');
  const { bytes, rendered } = sampleMail({});
  const item = { accountId, mailboxIds: [inbox], blob: await putBlob(bytes), prefix: null };
  const subject = 'NUL \0, half \ud83d, whole \u{1f96a}, text \\u0000 \\\\ud83d';
  const done = await deliver([{ ...item, rendered: { ...rendered, subject } }]);
  const [email] = await getEmails(accountId, done.ok ? done.value.map(({ emailId }) => emailId) : []);
  expect(email?.subject).toBe('NUL \ufffd, half \ufffd, whole \u{1f96a}, text \\u0000 \\\\ud83d');
});

test('merged threads are told as changes of their emails', async () => {
  const { accountId, inbox } = await sampleAccount('merge@orders.example');
  const [first] = await deliverSamples(accountId, inbox, [{ messageId: 'p' }]);
  const [second] = await deliverSamples(accountId, inbox, [{ messageId: 'q' }]);
  const before = await accountState(accountId);
  await deliverSamples(accountId, inbox, [{ messageId: 'r', relatedIds: ['p', 'q'] }]);
  const changes = await emailChanges(accountId, before);
  if (changes === 'cannotCalculate') throw new Error(changes);
  const moved = changes.updated.filter((id) => id === first?.emailId || id === second?.emailId);
  expect(moved).toHaveLength(1);
  expect(changes.created).toHaveLength(1);
});

test('calls that share a transaction fail alone, and each of them whole', async () => {
  const { accountId, inbox, archive } = await sampleAccount('group@writes.example');
  const good = await Promise.all(Array.from({ length: 8 }, () => itemFor(accountId, inbox)));
  const bad = [await itemFor(accountId, archive), await itemFor(accountId, 999_999)];
  const outcomes = await Promise.all([...good.slice(0, 4).map((item) => deliver([item])), deliver(bad), deliver(good.slice(4))]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true, false, true]);
  expect(outcomes[4]).toEqual({ ok: false, reason: 'noSuchMailbox' });
  expect((await openMailbox(accountId, inbox))?.uids).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect((await openMailbox(accountId, archive))?.uids).toEqual([]);
});

test('UNCHANGEDSINCE leaves alone what changed since', async () => {
  const { accountId, inbox } = await sampleAccount('since@writes.example');
  await deliverSamples(accountId, inbox, [{}, {}]);
  const since = await accountState(accountId);
  await storeFlags(accountId, inbox, [1], { mode: 'add', flags: 1, keywords: ['Work'] });
  const stored = await storeFlags(accountId, inbox, [1, 2], { mode: 'replace', flags: 4, keywords: null }, since);
  if (!stored.ok) throw new Error(stored.reason);
  expect(stored.value.modified).toEqual([1]);
  expect(stored.value.changed.map(({ uid, flags }) => [uid, flags])).toEqual([[2, 4]]);
  const seen = await openMailbox(accountId, inbox);
  expect([seen?.flags, seen?.keywords[0], seen?.mailbox.keywords]).toEqual([[1, 4], ['work'], ['work']]);
});

test('a copy within one mailbox has its own UID and \\Deleted, and shares the other flags', async () => {
  const { accountId, inbox } = await sampleAccount('double@writes.example');
  await deliverSamples(accountId, inbox, [{}]);
  const copied = await copyMessages(accountId, inbox, [1, 7], inbox);
  expect(copied).toMatchObject({ ok: true, value: { pairs: [{ from: 1, to: 2 }] } });
  await storeFlags(accountId, inbox, [1], { mode: 'add', flags: 1 | 8, keywords: null });
  expect((await openMailbox(accountId, inbox))?.flags).toEqual([9, 1]);
  expect(await expunge(accountId, inbox, null)).toMatchObject({ ok: true, value: { uids: [1] } });
  const seen = await openMailbox(accountId, inbox);
  expect([seen?.uids, seen?.mailbox.doubles, seen?.mailbox.total]).toEqual([[2], 0, 1]);
});

test('an expunged email leaves the quota at once and is kept for a fortnight', async () => {
  const { accountId, inbox } = await sampleAccount('bury@writes.example');
  await deliverSamples(accountId, inbox, [{}]);
  await storeFlags(accountId, inbox, [1], { mode: 'add', flags: 8, keywords: null });
  await expunge(accountId, inbox, null);
  const { rows } = await database().pool.query<{ days: number; used: number }>(
    `select round(extract(epoch from purge_after - now()) / 86400)::int as days, used_bytes::int as used
       from buried join account_state using (account_id) where account_id = $1`,
    [accountId],
  );
  expect(rows).toEqual([{ days: 14, used: 0 }]);
});

test('the quota is held where it is asked for', async () => {
  const { accountId, inbox } = await sampleAccount('quota@writes.example');
  await updateAccount(accountId, { quotaBytes: 10 });
  const item = await itemFor(accountId, inbox);
  expect(await deliver([{ ...item, enforceQuota: true }])).toEqual({ ok: false, reason: 'overQuota' });
  expect((await deliver([item])).ok).toBe(true);
});

test('a blob taken once by import is not taken again', async () => {
  const { accountId, inbox } = await sampleAccount('once@writes.example');
  const item = { ...(await itemFor(accountId, inbox)), onceByBlob: true };
  await deliver([item]);
  expect(await deliver([item])).toMatchObject({ ok: true, value: [{ already: true, placements: [] }] });
  expect((await openMailbox(accountId, inbox))?.uids).toEqual([1]);
});

test('a mailbox made again has a higher UIDVALIDITY', async () => {
  const { accountId } = await sampleAccount('again@writes.example');
  const first = await createMailbox(accountId, { name: 'Plans', parentId: null });
  if (!first.ok) throw new Error(first.reason);
  expect(await createMailbox(accountId, { name: 'Plans', parentId: null })).toEqual({ ok: false, reason: 'alreadyExists' });
  await deleteMailbox(accountId, first.value.mailboxId, { onDestroyRemoveEmails: true });
  const second = await createMailbox(accountId, { name: 'Plans', parentId: null });
  expect(second.ok && second.value.uidvalidity).toBeGreaterThan(first.value.uidvalidity);
});

test('prepared blobs are written with their mail, once however many share them, and not with mail that is refused', async () => {
  const { accountId, inbox } = await sampleAccount('blobs@writes.example');
  const { rendered } = sampleMail({});
  const texts = ['one', 'two', '', 'one', 'x'.repeat(40_000)].map((text) => Buffer.from(text));
  const send = async (bytes: Buffer, mailboxId: number) =>
    deliver([{ accountId, mailboxIds: [mailboxId], blob: await prepareBlob(bytes), prefix: null, rendered }]);
  const done = await Promise.all(texts.map((bytes) => send(bytes, inbox)));
  const ids = done.flatMap((one) => (one.ok ? one.value.map(({ emailId }) => emailId) : []));
  const emails = new Map((await getEmails(accountId, ids)).map((email) => [email.emailId, email]));
  for (const [index, bytes] of texts.entries()) {
    const { blob, prefix } = emails.get(ids[index] ?? 0) ?? {};
    expect(await readMessage({ blob: blob ?? Buffer.alloc(32), prefix: prefix ?? null })).toEqual(bytes);
  }
  const lost = Buffer.from('nobody takes this');
  expect((await Promise.all([send(lost, -1), send(Buffer.from('but this'), inbox)])).map(({ ok }) => ok)).toEqual([false, true]);
  expect(await readBlob((await prepareBlob(lost)).sha256)).toBeNull();
  expect(await readBlob((await keepBlob(await prepareBlob(lost))).sha256)).toEqual(lost);
});

test('mail for others does not wait for an account that something large has locked', async () => {
  const { accountId: busy, inbox: itsInbox } = await sampleAccount('locked@writes.example');
  const { accountId: free, inbox } = await sampleAccount('free@writes.example');
  const client = await database().pool.connect();
  await client.query('begin');
  await client.query('select 1 from account_state where account_id = $1 for update', [busy]);
  const held = deliverSamples(busy, itsInbox, [{}]);
  const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await database().pool.query(waits)).rowCount).toBe(1);
  const again = deliverSamples(busy, itsInbox, [{}]);
  for (let round = 0; round < 3; round++) expect(await deliverSamples(free, inbox, [{}])).toHaveLength(1);
  await client.query('commit');
  client.release();
  expect((await Promise.all([held, again])).flat()).toHaveLength(2);
});
