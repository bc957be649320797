import { beforeAll, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { rows } from '../database.ts';
import {
  accountState,
  accountUsage,
  expunge,
  fetchRows,
  getEmails,
  getMailbox,
  getThreads,
  listRows,
  mailboxChangesSince,
  openMailbox,
  purge,
  storeFlags,
  trimLogs,
  type FetchRow,
} from '../index.ts';
import { paging } from './list-rows.ts';
import { deliverSamples, sampleAccount, type SampleAccount } from './sample-mail.ts';

let bob: SampleAccount;

beforeAll(async () => {
  bob = await sampleAccount('bob@reads.example');
});

async function all(pages: AsyncIterable<FetchRow[]>): Promise<FetchRow[]> {
  const found: FetchRow[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}

test('a mailbox opens as parallel lists by UID', async () => {
  expect(await openMailbox(bob.accountId, bob.inbox)).toMatchObject({ uids: [], flags: [], keywords: [], emailIds: [] });
  const made = await deliverSamples(bob.accountId, bob.inbox, [
    { subject: 'one' },
    { subject: 'two', flags: Flag.seen, keywords: ['red', 'work'] },
    { subject: 'three' },
  ]);
  const open = await openMailbox(bob.accountId, bob.inbox);
  expect(open).toMatchObject({ uids: [1, 2, 3], flags: [0, 1, 0], keywords: [null, ['red', 'work'], null] });
  expect(open?.emailIds).toEqual(made.map(({ emailId }) => emailId));
  expect(open?.threadIds).toEqual(made.map(({ threadId }) => threadId));
  expect(open?.modseqs.every((modseq) => modseq === open.mailbox.modseq)).toBe(true);
  expect(open?.mailbox).toEqual(await getMailbox(bob.accountId, bob.inbox));
  expect(await openMailbox(bob.accountId, 9999)).toBeNull();
  expect(await accountUsage(bob.accountId)).toMatchObject({ usedMessages: 3, quotaBytes: null });
});

test('rows to fetch come in pages, with the columns asked for', async () => {
  const box = (await sampleAccount('many@reads.example')) satisfies SampleAccount;
  for (let n = 0; n < 11; n++)
    await deliverSamples(
      box.accountId,
      box.inbox,
      Array.from({ length: 100 }, () => ({})),
    );
  const uids = Array.from({ length: 1200 }, (_, n) => 1200 - n);
  const sizes: number[] = [];
  for await (const page of fetchRows(box.accountId, box.inbox, uids, {})) sizes.push(page.length);
  expect(sizes).toEqual([1000, 100]);
  const [row] = await all(fetchRows(box.accountId, box.inbox, [5, 5, 7], { envelope: true, root: true }));
  expect(row).toMatchObject({ uid: 5, flags: 0, keywords: null, prefix: null, root: { type: 'text/plain' } });
  expect(row?.envelope).toContain('"subject"');
  expect(row).not.toHaveProperty('bodystructure');
  expect((await all(fetchRows(box.accountId, box.inbox, [5, 5, 7], {}))).map(({ uid }) => uid)).toEqual([5, 7]);
  expect(await all(fetchRows(box.accountId, box.inbox, []))).toEqual([]);
});

test('what a list shows comes as octets, in the order of the columns', async () => {
  const { accountId, inbox } = await sampleAccount('list@reads.example');
  const many = (count: number, subject: string) => Array.from({ length: count }, () => ({ subject }));
  await deliverSamples(accountId, inbox, [{ subject: 'quoted "so"' }, ...many(298, 'x'.repeat(3000))]);
  const stored = await all(fetchRows(accountId, inbox, [1, 2, 299], { envelope: true, bodystructure: true }));
  const listed = async (uids: number[], gapless: boolean) => {
    const found: Partial<FetchRow>[] = [];
    for await (const rows of listRows(accountId, inbox, uids, ['envelope', 'size', 'receivedAt', 'bodystructure'], gapless)) {
      while (rows.next()) {
        const [uid, envelope, size] = [rows.number() ?? 0, `${rows.bytes()}`, rows.number() ?? 0];
        found.push({ uid, envelope, size, receivedAt: new Date(rows.instant()), bodystructure: `${rows.bytes()}` });
      }
    }
    return found;
  };
  const wanted = stored.map(({ uid, envelope, size, receivedAt, bodystructure }) => ({ uid, envelope, size, receivedAt, bodystructure }));
  expect(await listed([1, 2, 299, 300], false)).toEqual(wanted);
  expect(
    (
      await listed(
        Array.from({ length: 299 }, (_, n) => n + 1),
        true,
      )
    ).filter((_, n) => [0, 1, 298].includes(n)),
  ).toEqual(wanted);
  expect(await listed([], true)).toEqual([]);
  const usual = paging.octets;
  for (const octets of [1, 400, 5000]) {
    paging.octets = octets; // a page is cut, and goes on behind the cut
    expect(await listed([1, 2, 299], false)).toEqual(wanted);
    expect(
      (
        await listed(
          Array.from({ length: 299 }, (_, n) => n + 1),
          true,
        )
      ).map(({ uid }) => uid),
    ).toHaveLength(299);
  }
  paging.octets = usual;
  await expect(listed([1.5], false)).rejects.toThrow('no whole number');
});

test('emails and threads by id, in the order asked for', async () => {
  const { accountId, inbox } = await sampleAccount('ids@reads.example');
  const [a] = await deliverSamples(accountId, inbox, [{ messageId: 'a@x', receivedAt: new Date('2026-02-01T00:00:00Z') }]);
  const [b] = await deliverSamples(accountId, inbox, [
    { messageId: 'b@x', relatedIds: ['a@x'], receivedAt: new Date('2026-01-01T00:00:00Z') },
  ]);
  if (!a || !b) throw new Error('not delivered');
  const found = await getEmails(accountId, [b.emailId, 12345, a.emailId]);
  expect(found.map(({ emailId }) => emailId)).toEqual([b.emailId, a.emailId]);
  expect(found[0]).toMatchObject({ threadId: a.threadId, mailboxIds: [inbox], flags: 0, keywords: null, headers: { messageId: ['b@x'] } });
  expect(await getThreads(accountId, [a.threadId, 999])).toEqual(new Map([[a.threadId, [b.emailId, a.emailId]]]));
});

test('changes since a modseq: arrivals, flags, vanished; also when the log was trimmed', async () => {
  const { accountId, inbox } = await sampleAccount('sync@reads.example');
  await deliverSamples(accountId, inbox, [{}, {}, {}, {}]);
  const since = await accountState(accountId);
  await storeFlags(accountId, inbox, [1], { mode: 'add', flags: Flag.seen, keywords: null });
  await storeFlags(accountId, inbox, [2, 3], { mode: 'add', flags: Flag.deleted, keywords: null });
  await expunge(accountId, inbox, null);
  await deliverSamples(accountId, inbox, [{}]);
  const changes = await mailboxChangesSince(accountId, inbox, since);
  expect(changes?.changed.map(({ uid, flags }) => [uid, flags])).toEqual([
    [1, 1],
    [5, 0],
  ]);
  expect(changes?.vanished).toEqual([2, 3]);
  expect(changes?.mailbox.modseq).toBe(await accountState(accountId));
  expect(await mailboxChangesSince(accountId, inbox, await accountState(accountId))).toMatchObject({ changed: [], vanished: [] });
  expect(await mailboxChangesSince(accountId, 999, 1)).toBeNull();
  expect(await trimLogs({ rows: 1, undoDays: 0 })).toBeGreaterThan(0);
  const [floor] = await rows<{ floor: number }>('select log_floor as floor from account_state where account_id = $1', [accountId]);
  expect(floor?.floor).toBeGreaterThan(since);
  const again = await mailboxChangesSince(accountId, inbox, since);
  expect(again?.changed.map(({ uid }) => uid)).toEqual([1, 5]);
  expect(again?.vanished).toEqual([2, 3]);
});

test('an email that left its last mailbox is gone for readers, and purged when its time is over', async () => {
  const { accountId, inbox } = await sampleAccount('purge@reads.example');
  const [mail] = await deliverSamples(accountId, inbox, [{ messageId: 'kept@x' }]);
  if (!mail) throw new Error('not delivered');
  await storeFlags(accountId, inbox, [mail.uid], { mode: 'add', flags: Flag.deleted, keywords: null });
  await expunge(accountId, inbox, null);
  expect(await getEmails(accountId, [mail.emailId])).toEqual([]);
  expect(await getThreads(accountId, [mail.threadId])).toEqual(new Map());
  const kept = () => rows('select from email where account_id = $1', [accountId]);
  await purge();
  expect(await kept()).toHaveLength(1);
  // Buried 29 days ago: UNDO_DAYS is 30 unless it is set.
  await rows(`update buried set purge_after = now() - interval '15 days' where account_id = $1`, [accountId]);
  expect(await purge()).toBe(0);
  expect(await purge(20)).toBe(1);
  expect(await kept()).toHaveLength(0);
  expect(await rows('select from thread_ref where account_id = $1', [accountId])).toHaveLength(0);
});
