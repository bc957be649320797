/** BulkChange/set (ours): everything that a query finds is one change, with progress and one undo. */
import { beforeAll, expect, test } from 'vitest';
import { emailWireId, mailboxWireId } from '#lib/ids.ts';
import { Flag } from '#lib/message/keywords.ts';
import { beginBulk, checkStore, resumeBulks, runBulk } from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let inbox: { id: string; number: number };
let archive: { id: string; number: number };
const count = 600; // more than two batches
const ids: string[] = [];

beforeAll(async () => {
  bob = await TestUser.make('bob@bulk.example');
  inbox = await bob.mailbox('inbox');
  archive = await bob.mailbox('archive');
  for (let n = 0; n < count; n++) {
    const { emailId } = await bob.receive(letter({ subject: `Letter ${n}` }), { flags: n % 3 === 0 ? Flag.seen : 0 });
    ids.push(emailWireId(bob.accountId, emailId));
  }
});

interface Bulk {
  id: string;
  state: string;
  total: number;
  done: number;
  canUndo: boolean;
}
async function begin(creation: Record<string, unknown>): Promise<Bulk> {
  const { created, notCreated } = await bob.call('BulkChange/set', { create: { b: creation } });
  expect(notCreated).toBeNull();
  return (created as Record<string, Bulk>).b as Bulk;
}
async function finished(id: string, state: string): Promise<Bulk> {
  let bulk: Bulk | undefined;
  await expect
    .poll(
      async () => {
        const { list } = await bob.call('BulkChange/get', { ids: [id] });
        bulk = (list as Bulk[])[0];
        return bulk?.state;
      },
      { timeout: 30_000 },
    )
    .toBe(state);
  return bulk as Bulk;
}
async function totals(): Promise<{ inbox: number; archive: number; unread: number }> {
  const { list } = await bob.call('Mailbox/get', { ids: [inbox.id, archive.id] });
  const [first, second] = list as { totalEmails: number; unreadEmails: number }[];
  return { inbox: first?.totalEmails ?? -1, archive: second?.totalEmails ?? -1, unread: first?.unreadEmails ?? -1 };
}

test('all of a mailbox is archived and read, and one undo puts each back as it was', async () => {
  const both = ids[5] ?? '';
  await bob.call('Email/set', { update: { [both]: { [`mailboxIds/${archive.id}`]: true } } });
  const before = await totals();
  const { id, total } = await begin({
    filter: { inMailbox: inbox.id },
    update: { [`mailboxIds/${inbox.id}`]: null, [`mailboxIds/${archive.id}`]: true, 'keywords/$seen': true, 'keywords/work': true },
  });
  expect(total).toBe(count);
  expect(await finished(id, 'done')).toMatchObject({ done: count, canUndo: true });
  expect(await totals()).toEqual({ inbox: 0, archive: count, unread: 0 });

  await bob.call('Email/set', { update: { [ids[0] ?? '']: { 'keywords/$flagged': true } } }); // meanwhile, by a person
  expect((await bob.call('BulkChange/set', { update: { [id]: { undo: true } } })).updated).toEqual({ [id]: null });
  expect(await finished(id, 'undone')).toMatchObject({ done: 0, canUndo: false });
  expect(await totals()).toEqual(before);
  const { list } = await bob.call('Email/get', { ids: [both, ids[0]], properties: ['mailboxIds', 'keywords'] });
  expect(list).toMatchObject([
    { mailboxIds: { [inbox.id]: true, [archive.id]: true }, keywords: {} },
    { mailboxIds: { [inbox.id]: true }, keywords: { $flagged: true, $seen: true } },
  ]);
  expect((list as { keywords: object }[])[1]?.keywords).not.toHaveProperty('work');
  expect((await bob.call('BulkChange/set', { update: { [id]: { undo: true } } })).notUpdated).toMatchObject({
    [id]: { type: 'forbidden' },
  });
  expect(await checkStore()).toEqual([]);
});

test('what a process left that died is taken up, once its lease is over', async () => {
  const work = {
    keepIn: null,
    patch: {
      addMailboxes: [],
      removeMailboxes: [],
      addKeywords: { flags: Flag.flagged, keywords: null },
      removeKeywords: { flags: 0, keywords: null },
    },
  };
  const bulkId = await beginBulk(bob.accountId, { inMailbox: inbox.number }, work);
  expect(await resumeBulks()).toBe(0);
  await database().pool.query("update bulk_change set lease_until = now() - interval '1 second' where bulk_id = $1", [bulkId]);
  expect(await resumeBulks()).toBe(1);
  const starred = await bob.call('Email/query', {
    filter: { inMailbox: inbox.id, hasKeyword: '$flagged' },
    calculateTotal: true,
    limit: 1,
  });
  expect(starred.total).toBe(count);
  await runBulk(bulkId); // finished: nothing happens again
});

test('no email is left without a mailbox: it goes where the change says, or stays; an undo puts it back', async () => {
  const label = await bob.call('Mailbox/set', { create: { m: { name: 'Label' } } });
  const labelId = (label.created as Record<string, { id: string }>).m?.id ?? '';
  const [only = '', also = ''] = ids;
  await bob.call('Email/set', { update: { [only]: { mailboxIds: { [labelId]: true } }, [also]: { [`mailboxIds/${labelId}`]: true } } });
  const places = async () => {
    const { list } = await bob.call('Email/get', { ids: [only, also], properties: ['mailboxIds'] });
    return (list as { mailboxIds: object }[]).map(({ mailboxIds }) => Object.keys(mailboxIds));
  };
  const before = await places();
  const update = { [`mailboxIds/${labelId}`]: null };
  const { id } = await begin({ filter: { inMailbox: labelId }, update, keepIn: archive.id });
  await finished(id, 'done');
  expect(await places()).toEqual([[archive.id], [inbox.id]]);
  await bob.call('BulkChange/set', { update: { [id]: { undo: true } } });
  await finished(id, 'undone');
  expect(await places()).toEqual(before);
  const without = await begin({ filter: { inMailbox: labelId }, update });
  await finished(without.id, 'done');
  expect(await places()).toEqual([[labelId], [inbox.id]]);
  await bob.call('Email/set', { update: { [only]: { mailboxIds: { [inbox.id]: true } } } });
});

test('a mailbox is emptied: what is elsewhere too stays there, the rest is destroyed', async () => {
  const trash = await bob.mailbox('trash');
  const [kept = '', gone = ''] = ids;
  await bob.call('Email/set', {
    update: {
      [kept]: { [`mailboxIds/${trash.id}`]: true },
      [gone]: { mailboxIds: { [trash.id]: true } },
    },
  });
  const { id } = await begin({ filter: { inMailbox: trash.id }, destroyFrom: trash.id });
  expect(await finished(id, 'done')).toMatchObject({ total: 2, done: 2, canUndo: false });
  const { list, notFound } = await bob.call('Email/get', { ids: [kept, gone], properties: ['mailboxIds'] });
  expect(list).toEqual([{ id: kept, mailboxIds: { [inbox.id]: true } }]);
  expect(notFound).toEqual([gone]);
});

test('a change that is none is refused', async () => {
  const create = {
    nothing: { filter: {} },
    both: { filter: {}, update: {}, destroyFrom: inbox.id },
    whole: { filter: {}, update: { mailboxIds: { [inbox.id]: true } } },
    nowhere: { filter: {}, destroyFrom: mailboxWireId(bob.accountId + 1, 1) },
  };
  const { notCreated } = await bob.call('BulkChange/set', { create });
  expect(Object.keys(notCreated as object).sort()).toEqual(Object.keys(create).sort());
});
