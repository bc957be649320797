/** Bulk changes at their boundaries: batches, what a crash leaves, undo over what was done meanwhile, conversations, changes told. */
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { checkStore } from '../check/check-store.ts';
import { closeDatabase, database, rows } from '../database.ts';
import {
  accountState,
  beginBulk,
  bulkStates,
  copyMessages,
  createMailbox,
  emailChanges,
  findMailboxByRole,
  getEmails,
  listMailboxes,
  queryChanges,
  queryEmails,
  resumeBulks,
  runBulk,
  undoBulk,
  updateEmails,
  type BulkWork,
  type EmailFilter,
} from '../index.ts';
import { membershipsOf } from '../reads/memberships-of.ts';
import { deliverSamples, sampleAccount } from '../reads/sample-mail.ts';

afterEach(async () => expect(await checkStore()).toEqual([]));
afterAll(closeDatabase);

const none = { flags: 0, keywords: null };
type Patch = Extract<BulkWork, { patch: unknown }>['patch'];
const patch = (part: Partial<Patch>, keepIn: number | null = null): BulkWork => ({
  keepIn,
  patch: { addMailboxes: [], removeMailboxes: [], addKeywords: none, removeKeywords: none, ...part },
});

async function filled(name: string, count: number) {
  const account = await sampleAccount(`${name}@bulk.example`);
  const samples = Array.from({ length: count }, (_, n) => ({
    flags: n % 2 ? Flag.seen : 0,
    receivedAt: new Date(1_700_000_000_000 + n * 1000),
  }));
  const emails = count > 0 ? await deliverSamples(account.accountId, account.inbox, samples) : [];
  return { ...account, ids: emails.map(({ emailId }) => emailId) };
}

async function run(accountId: number, filter: EmailFilter, work: BulkWork, batchSize?: number): Promise<number> {
  const bulkId = await beginBulk(accountId, filter, work, batchSize);
  await runBulk(bulkId);
  return bulkId;
}

async function undo(accountId: number, bulkId: number): Promise<void> {
  expect(await undoBulk(accountId, bulkId)).toBe(true);
  await runBulk(bulkId);
}

/** Everything that a person could tell apart. */
async function pictureOf(accountId: number, ids: number[]) {
  const places = await membershipsOf(accountId, ids);
  const emails = places.map(({ emailId, mailboxIds, flags, keywords }) => [emailId, [...mailboxIds].sort(), flags, keywords]);
  const boxes = (await listMailboxes(accountId)).map((box) => [box.name, box.total, box.unseen, box.totalThreads, box.unseenThreads]);
  return { emails: emails.sort(([a], [b]) => Number(a) - Number(b)), boxes };
}

describe.each([0, 1, 3, 4, 9])('%i emails in batches of three', (count) => {
  test('are archived and read, and taken back', async () => {
    const { accountId, inbox, archive, ids } = await filled(`of-${count}`, count);
    const before = await pictureOf(accountId, ids);
    const since = await accountState(accountId);
    const work = patch({
      addMailboxes: [archive],
      removeMailboxes: [inbox],
      addKeywords: { flags: Flag.seen, keywords: ['Done'.toLowerCase()] },
    });
    const bulkId = await run(accountId, { inMailbox: inbox }, work, 3);
    expect(await bulkStates(accountId, [bulkId])).toEqual([
      { bulkId, state: 'done', total: count, done: count, reason: null, canUndo: true },
    ]);
    const places = await membershipsOf(accountId, ids);
    expect(
      places.every(({ mailboxIds, flags, keywords }) => mailboxIds.join() === `${archive}` && flags === 1 && keywords?.join() === 'done'),
    ).toBe(true);
    expect(await accountState(accountId)).toBe(since + Math.ceil(count / 3)); // one modseq each
    const changes = await emailChanges(accountId, since);
    expect(changes).toMatchObject({ created: [], destroyed: [], updated: expect.toSatisfy((told: number[]) => told.length === count) });
    await undo(accountId, bulkId);
    expect(await pictureOf(accountId, ids)).toEqual(before);
  });
});

test('emails that differ are each put back as they were', async () => {
  const { accountId, inbox, archive, ids } = await filled('mixed', 12);
  const label = await createMailbox(accountId, { name: 'Label', parentId: null });
  if (!label.ok) throw new Error(label.reason);
  const labelId = label.value.mailboxId;
  for (const [n, emailId] of ids.entries()) {
    const mailboxIds = { add: [...(n % 3 === 0 ? [labelId] : []), ...(n % 4 === 0 ? [archive] : [])], remove: n % 6 === 0 ? [inbox] : [] };
    const keywords = { add: { flags: n % 5 === 0 ? Flag.flagged : 0, keywords: n % 2 === 0 ? ['a', 'b'] : null }, remove: none };
    await updateEmails(accountId, [{ emailId, mailboxIds, keywords }]);
  }
  await copyMessages(accountId, inbox, [2], inbox); // the same email twice in one mailbox
  const before = await pictureOf(accountId, ids);
  const work = patch(
    {
      addMailboxes: [archive],
      removeMailboxes: [inbox, labelId],
      addKeywords: { flags: Flag.answered | Flag.seen, keywords: ['b', 'c'] },
      removeKeywords: { flags: Flag.flagged, keywords: ['a'] },
    },
    null,
  );
  const bulkId = await run(accountId, { all: true }, work, 5);
  const changed = await membershipsOf(accountId, ids);
  expect(new Set(changed.map(({ mailboxIds, flags, keywords }) => JSON.stringify([mailboxIds, flags, keywords])))).toEqual(
    new Set([JSON.stringify([[archive], Flag.answered | Flag.seen, ['b', 'c']])]),
  );
  await undo(accountId, bulkId);
  const after = await pictureOf(accountId, ids);
  expect(after.emails).toEqual(before.emails);
  // The second membership does not come back: JMAP's mailboxes are a set.
  const totals = (picture: typeof before) => picture.boxes.map(([name, total]) => [name, total]);
  expect(totals(after)).toEqual(totals(before).map(([name, total]) => [name, name === 'INBOX' ? Number(total) - 1 : total]));
});

test('what was done meanwhile stays done', async () => {
  const { accountId, inbox, archive, ids } = await filled('meanwhile', 4);
  const [starred = 0, trashed = 0, gone = 0] = ids;
  const trash = (await findMailboxByRole(accountId, 'trash'))?.mailboxId ?? 0;
  const bulkId = await run(accountId, { inMailbox: inbox }, patch({ addMailboxes: [archive], removeMailboxes: [inbox] }), 2);
  await updateEmails(accountId, [
    { emailId: starred, keywords: { add: { flags: Flag.flagged, keywords: null }, remove: none } },
    { emailId: trashed, mailboxIds: { set: [trash] } },
  ]);
  await run(accountId, { emailIds: [gone] }, { destroyFrom: archive });
  await undo(accountId, bulkId);
  const places = new Map((await membershipsOf(accountId, ids)).map(({ emailId, ...rest }) => [emailId, rest]));
  expect(places.get(starred)).toMatchObject({ mailboxIds: [inbox], flags: Flag.flagged });
  expect(places.get(trashed)?.mailboxIds.sort()).toEqual([inbox, trash].sort());
  expect(places.has(gone)).toBe(false);
});

test('after a crash between batches another process goes on, and nothing is done twice', async () => {
  const { accountId, inbox, archive, ids } = await filled('crash', 7);
  const before = await pictureOf(accountId, ids);
  const bulkId = await beginBulk(accountId, { inMailbox: inbox }, patch({ addMailboxes: [archive], removeMailboxes: [inbox] }), 2);
  await database().pool.query('select f_bulk_batch($1, $2, 30)', [accountId, bulkId]); // the process dies after it
  await database().pool.query("update bulk_change set lease_until = now() - interval '1 second' where bulk_id = $1", [bulkId]);
  await Promise.all([resumeBulks(), runBulk(bulkId), runBulk(bulkId)]); // all at once
  expect(await bulkStates(accountId, [bulkId])).toMatchObject([{ state: 'done', done: 7 }]);
  expect((await listMailboxes(accountId)).find(({ role }) => role === 'archive')).toMatchObject({ total: 7, uidnext: 8 });
  await undo(accountId, bulkId);
  expect(await pictureOf(accountId, ids)).toEqual(before);
});

test('the newest of a conversation is right in every mailbox, however it is torn apart', async () => {
  const { accountId, inbox, archive } = await filled('threads', 0);
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 10, minute));
  const thread = [1, 4, 2, 3].map((minute) => ({ messageId: `t${minute}`, relatedIds: ['root'], receivedAt: at(minute) }));
  const [first, newest, second] = await deliverSamples(accountId, inbox, thread);
  const shown = async (mailboxId: number) => {
    const sort = [{ property: 'receivedAt' as const, ascending: false }];
    const found = await queryEmails(accountId, {
      filter: { inMailbox: mailboxId },
      sort,
      collapseThreads: true,
      position: 0,
      limit: 9,
      calculateTotal: true,
    });
    return found === 'anchorNotFound' ? [] : found.ids;
  };
  const move = (...emailIds: number[]) => run(accountId, { emailIds }, patch({ addMailboxes: [archive], removeMailboxes: [inbox] }), 1);
  await move(newest?.emailId ?? 0);
  expect(await shown(archive)).toEqual([newest?.emailId]);
  expect(await shown(inbox)).not.toEqual([newest?.emailId]);
  const since = await accountState(accountId);
  await move(first?.emailId ?? 0, second?.emailId ?? 0); // older: the newest stays
  expect(await shown(archive)).toEqual([newest?.emailId]);
  const changes = await queryChanges(accountId, { inMailbox: archive }, [{ property: 'receivedAt', ascending: false }], true, since);
  expect(changes).toMatchObject({ total: 1, added: [{ id: newest?.emailId, index: 0 }] });
});

test('a mailbox that is emptied gives its room back, and its texts wait for the purge', async () => {
  const { accountId, archive, ids } = await filled('empty', 5);
  const [kept = 0] = ids;
  await run(accountId, { all: true }, patch({ addMailboxes: [archive] }));
  await updateEmails(
    accountId,
    ids.slice(1).map((emailId) => ({ emailId, mailboxIds: { set: [archive] } })),
  );
  await run(accountId, { inMailbox: archive }, { destroyFrom: archive }, 2);
  expect((await getEmails(accountId, ids)).map(({ emailId }) => emailId)).toEqual([kept]);
  const [left] = await rows<{ used: number; n: number }>(
    `select s.used_msgs as used, (select count(*)::int from buried where account_id = $1) as n
       from account_state s where account_id = $1`,
    [accountId],
  );
  expect(left).toEqual({ used: 1, n: 4 });
});
