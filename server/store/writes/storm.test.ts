/** Random operations at once, then every invariant. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#server/auth/password.ts';
import type { RenderedMessage } from '#lib/message/stored.ts';
import { checkStore } from '../check/check-store.ts';
import { closeDatabase, database } from '../database.ts';
import {
  copyMessages,
  createAccount,
  createDomain,
  createMailbox,
  deleteMailbox,
  deliver,
  destroyEmails,
  expunge,
  listMailboxes,
  moveMessages,
  openMailbox,
  putBlob,
  storeFlags,
  updateEmails,
  type BlobRef,
} from '../index.ts';

const accounts: number[] = [];
const messageIds: string[] = [];
let blob: BlobRef;
const pick = <T>(all: T[]): T => all[Math.floor(Math.random() * all.length)] as T;
const some = <T>(all: T[], most = 6): T[] => all.filter(() => Math.random() < 0.4).slice(0, most);

beforeAll(async () => {
  await createDomain('storm.test');
  const passwordHash = await hashPassword('x');
  for (const number of [1, 2, 3]) {
    const made = await createAccount({ email: `u${number}@storm.test`, passwordHash });
    if (made.ok) accounts.push(made.value.accountId);
  }
  blob = await putBlob(Buffer.from('Subject: storm\r\n\r\nbody\r\n'));
});
afterAll(closeDatabase);

function rendered(): RenderedMessage {
  const messageId = randomBytes(6).toString('hex');
  const relatedIds = Math.random() < 0.5 ? some([...messageIds.slice(-8), randomBytes(3).toString('hex')], 3) : [];
  messageIds.push(messageId);
  const root = { id: '1', type: 'text/plain', encoding: '7bit', headerOffset: 0, bodyOffset: 18, bodyLength: 6, decodedSize: 6, lines: 1 };
  const sort = { subject: 'storm', sortFrom: 'A', sortTo: 'B', sortSubject: 'STORM', preview: 'body' };
  const imap = { envelope: '()', bodystructure: '()', body: '()', headers: {}, root };
  const size = 24 + Math.floor(Math.random() * 1000);
  return { size, headerSize: 18, sentAt: null, sentOn: null, hasAttachment: false, messageId, relatedIds, ...sort, ...imap };
}

async function step(): Promise<void> {
  const accountId = pick(accounts);
  const boxes = await listMailboxes(accountId);
  const box = pick(boxes).mailboxId;
  const dice = Math.random();
  if (dice < 0.4) {
    const items = Array.from({ length: 1 + Math.floor(Math.random() * 4) }, () => ({
      accountId: pick(accounts),
      blob,
      prefix: null,
      rendered: rendered(),
      keywords: Math.random() < 0.3 ? ['work'] : null,
      flags: pick([0, 1, 4, 8]),
    }));
    const calls = await Promise.all(
      items.map(async (item) => ({ ...item, mailboxIds: [pick(await listMailboxes(item.accountId)).mailboxId] })),
    );
    await deliver(calls);
    return;
  }
  const seen = await openMailbox(accountId, box);
  const uids = some(seen?.uids ?? []);
  if (uids.length === 0) return;
  const emailIds = some(seen?.emailIds ?? []);
  if (dice < 0.55) {
    const mode = pick(['add', 'remove', 'replace'] as const);
    const since = Math.random() < 0.2 ? 5 : undefined;
    await storeFlags(accountId, box, uids, { mode, flags: pick([1, 2, 4, 8, 9]), keywords: pick([null, ['a'], ['b', 'work']]) }, since);
  } else if (dice < 0.65) await copyMessages(accountId, box, uids, pick(boxes).mailboxId);
  else if (dice < 0.75) await moveMessages(accountId, box, uids, pick(boxes).mailboxId);
  else if (dice < 0.82) await expunge(accountId, box, pick([null, uids]), true);
  else if (dice < 0.92) {
    const mailboxIds = pick([{ set: [pick(boxes).mailboxId] }, { add: [pick(boxes).mailboxId], remove: [box] }]);
    const keywords = pick([
      undefined,
      { set: { flags: 1, keywords: ['c'] } },
      { add: { flags: 4, keywords: null }, remove: { flags: 1, keywords: ['a'] } },
    ]);
    await updateEmails(
      accountId,
      emailIds.map((emailId) => ({ emailId, mailboxIds, ...(keywords ? { keywords } : {}) })),
    );
  } else if (dice < 0.95) await destroyEmails(accountId, emailIds.slice(0, 2));
  else if (dice < 0.98) await createMailbox(accountId, { name: `box ${randomBytes(3).toString('hex')}`, parentId: pick([null, box]) });
  else {
    const plain = boxes.filter(({ role }) => role === null);
    if (plain.length > 3) await deleteMailbox(accountId, pick(plain).mailboxId, { onDestroyRemoveEmails: true });
  }
}

test('after a storm of operations at once every invariant holds', async () => {
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      for (let count = 0; count < 60; count++) await step();
    }),
  );
  expect(await checkStore()).toEqual([]);
  const { rows } = await database().pool.query<{ n: number }>('select count(*)::int as n from change_log');
  expect(rows[0]?.n).toBeGreaterThan(300);
}, 120_000);

test('a flipped flag and a lost email are found', async () => {
  const { pool } = database();
  await pool.query('update mailbox_email set flags = flags # 1 where ctid = (select ctid from mailbox_email limit 1)');
  await pool.query('delete from email where ctid = (select e.ctid from email e join mailbox_email using (account_id, email_id) limit 1)');
  const checks = new Set((await checkStore()).map(({ check }) => check));
  expect(checks).toContain('mailbox counters');
  expect(checks).toContain('membership without email');
});
