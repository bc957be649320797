/**
 * A client that only ever asks for changes must end with what it would read afresh: random operations, then Email/, Thread/ and
 * Mailbox/changes and Email/queryChanges applied to what it knew.
 */
import { beforeAll, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import {
  accountState,
  checkStore,
  copyMessages,
  createMailbox,
  emailChanges,
  expunge,
  getEmails,
  getThreads,
  listMailboxes,
  mailboxChanges,
  moveMessages,
  openMailbox,
  queryChanges,
  queryEmails,
  storeFlags,
  threadChanges,
  trimLogs,
  updateMailbox,
  type ChangeSet,
  type EmailQuery,
  type EmailSort,
} from '../index.ts';
import { rows } from '../database.ts';
import { deliverSamples, sampleAccount, type SampleAccount } from './sample-mail.ts';
import { isThere } from './emails.ts';

let account: SampleAccount;

beforeAll(async () => {
  account = await sampleAccount('changes@reads.example');
});

/** The same sequence every time: a failure can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

async function randomOperation(roll: (sides: number) => number, n: number): Promise<void> {
  const { accountId, inbox, archive } = account;
  const [from, to] = roll(2) === 0 ? [inbox, archive] : [archive, inbox];
  const uids = (await openMailbox(accountId, from))?.uids.filter(() => roll(4) === 0).slice(0, 5) ?? [];
  switch (roll(7)) {
    case 0:
    case 1:
    case 2: {
      const receivedAt = new Date(Date.UTC(2026, 0, 1 + roll(20), roll(3)));
      // Replies to messages that may come later: threads are joined, and merged.
      const relatedIds = roll(2) === 0 ? [`m${roll(n + 6)}@x`, `m${roll(n + 6)}@x`] : [];
      await deliverSamples(accountId, from, [{ messageId: `m${n}@x`, relatedIds, receivedAt }]);
      return;
    }
    case 3:
      await storeFlags(accountId, from, uids, { mode: roll(2) === 0 ? 'add' : 'remove', flags: Flag.seen, keywords: null });
      return;
    case 4:
      await moveMessages(accountId, from, uids, to);
      return;
    case 5:
      await copyMessages(accountId, from, uids, roll(4) === 0 ? from : to);
      return;
    default:
      await storeFlags(accountId, from, uids, { mode: 'add', flags: Flag.deleted, keywords: null });
      await expunge(accountId, from, null);
  }
}

interface World {
  state: number;
  emails: Map<number, string>;
  threads: Map<number, string>;
  mailboxes: Map<number, string>;
}

async function world(): Promise<World> {
  const { accountId } = account;
  const found = await rows<{ id: number; thread: number }>(
    `select email_id as id, thread_id as thread from email e where account_id = $1 and ${isThere}`,
    [accountId],
  );
  const emails = await getEmails(
    accountId,
    found.map(({ id }) => id),
  );
  const threads = await getThreads(accountId, [...new Set(found.map(({ thread }) => thread))]);
  return {
    state: await accountState(accountId),
    emails: new Map(emails.map((email) => [email.emailId, JSON.stringify([email.threadId, email.flags, email.mailboxIds])])),
    threads: new Map([...threads].map(([id, list]) => [id, [...list].sort((a, b) => a - b).join()])),
    mailboxes: new Map((await listMailboxes(accountId)).map((mailbox) => [mailbox.mailboxId, JSON.stringify(mailbox)])),
  };
}

/** All pages of a /changes method, folded into one. */
async function follow(
  ask: (since: number) => Promise<ChangeSet | 'cannotCalculate'>,
  since: number,
): Promise<ChangeSet & { pages: number }> {
  const known = new Map<number, 'created' | 'updated' | 'destroyed'>();
  let [state, pages] = [since, 0];
  for (;;) {
    const answer = await ask(state);
    if (answer === 'cannotCalculate') throw new Error(`cannot calculate since ${state}`);
    pages++;
    for (const id of answer.created) known.set(id, known.get(id) === 'destroyed' ? 'updated' : 'created');
    for (const id of answer.updated) if (known.get(id) !== 'created') known.set(id, 'updated');
    for (const id of answer.destroyed) if (known.get(id) === 'created') known.delete(id); else known.set(id, 'destroyed'); // prettier-ignore
    expect(answer.oldState).toBe(state);
    state = answer.newState;
    if (!answer.hasMore) break;
  }
  const ids = (fate: string) => [...known].filter(([, kind]) => kind === fate).map(([id]) => id);
  return {
    oldState: since,
    newState: state,
    hasMore: false,
    created: ids('created'),
    updated: ids('updated'),
    destroyed: ids('destroyed'),
    pages,
  };
}

function verify(before: Map<number, string>, after: Map<number, string>, told: ChangeSet): void {
  const sorted = (ids: number[]) => [...ids].sort((a, b) => a - b);
  expect(sorted(told.created)).toEqual(sorted([...after.keys()].filter((id) => !before.has(id))));
  expect(sorted(told.destroyed.filter((id) => before.has(id)))).toEqual(sorted([...before.keys()].filter((id) => !after.has(id))));
  expect(told.destroyed.filter((id) => after.has(id))).toEqual([]);
  const changed = [...after].filter(([id, now]) => before.has(id) && before.get(id) !== now).map(([id]) => id);
  expect(changed.filter((id) => !told.updated.includes(id))).toEqual([]);
}

const queries: { name: string; sort: EmailSort[]; collapseThreads: boolean }[] = [
  { name: 'newest first', sort: [{ property: 'receivedAt', ascending: false }], collapseThreads: false },
  { name: 'newest first, collapsed', sort: [], collapseThreads: true },
  { name: 'oldest first', sort: [{ property: 'receivedAt', ascending: true }], collapseThreads: false },
  { name: 'oldest first, collapsed', sort: [{ property: 'receivedAt', ascending: true }], collapseThreads: true },
];

async function listed(query: (typeof queries)[number]): Promise<{ ids: number[]; state: number }> {
  const { sort, collapseThreads } = query;
  const wanted: EmailQuery = {
    filter: { inMailbox: account.inbox },
    sort,
    collapseThreads,
    position: 0,
    limit: 10_000,
    calculateTotal: true,
  };
  const answer = await queryEmails(account.accountId, wanted);
  if (answer === 'anchorNotFound') throw new Error(answer);
  expect(answer.total).toBe(answer.ids.length);
  expect(new Set(answer.ids).size).toBe(answer.ids.length);
  expect(answer.canCalculateChanges).toBe(true);
  return answer;
}

test.each([1, 2, 3])('changes told are the changes made (sequence %i)', async (seed) => {
  const { accountId, inbox } = account;
  const roll = dice(seed * 7919);
  let n = seed * 1000;
  for (let round = 0; round < 12; round++) {
    const before = await world();
    const lists = await Promise.all(queries.map(listed));
    for (let step = roll(8); step >= 0; step--) await randomOperation(roll, n++);
    const after = await world();
    verify(before.emails, after.emails, await follow((since) => emailChanges(accountId, since), before.state));
    verify(before.threads, after.threads, await follow((since) => threadChanges(accountId, since), before.state));
    verify(before.mailboxes, after.mailboxes, await follow((since) => mailboxChanges(accountId, since), before.state));
    for (const [index, query] of queries.entries()) {
      const known = lists[index];
      if (!known) throw new Error('no list');
      const changes = await queryChanges(accountId, { inMailbox: inbox }, query.sort, query.collapseThreads, known.state);
      if (typeof changes === 'string') throw new Error(changes);
      const ids = known.ids.filter((id) => !changes.removed.includes(id));
      for (const { id, index: at } of changes.added) ids.splice(at, 0, id);
      const fresh = await listed(query);
      expect(ids, query.name).toEqual(fresh.ids);
      expect(changes).toMatchObject({ newState: fresh.state, total: fresh.ids.length });
    }
  }
  expect(await checkStore()).toEqual([]);
});

test('pages of changes hold at most max, and never split a modseq', async () => {
  const { accountId, inbox } = account;
  const before = await world();
  for (let n = 0; n < 7; n++) await deliverSamples(accountId, inbox, [{}, {}]);
  const after = await world();
  const told = await follow(async (since) => {
    const answer = await emailChanges(accountId, since, 5);
    if (answer !== 'cannotCalculate')
      expect(answer.created.length + answer.updated.length + answer.destroyed.length).toBeLessThanOrEqual(5);
    return answer;
  }, before.state);
  expect(told.pages).toBeGreaterThanOrEqual(3);
  verify(before.emails, after.emails, told);
  expect(await emailChanges(accountId, before.state, 1)).toBe('cannotCalculate'); // one delivery of two
});

test('mailbox changes tell when only counts changed', async () => {
  const { accountId, inbox } = account;
  const since = await accountState(accountId);
  await deliverSamples(accountId, inbox, [{}]);
  expect(await mailboxChanges(accountId, since)).toMatchObject({ created: [], updated: [inbox], updatedProperties: 'counts' });
  const made = await createMailbox(accountId, { name: 'Work', parentId: null });
  if (!made.ok) throw new Error(made.reason);
  await updateMailbox(accountId, made.value.mailboxId, { name: 'Play' });
  expect(await mailboxChanges(accountId, since)).toMatchObject({
    created: [made.value.mailboxId],
    updated: [inbox],
    updatedProperties: 'counts',
  });
  const later = await accountState(accountId);
  await updateMailbox(accountId, made.value.mailboxId, { name: 'Rest' });
  expect(await mailboxChanges(accountId, later)).toMatchObject({ updated: [made.value.mailboxId], updatedProperties: null });
});

test('what cannot be calculated, or is too much, is said', async () => {
  const { accountId, inbox, archive } = account;
  const newest: EmailSort[] = [];
  const since = await accountState(accountId);
  await deliverSamples(accountId, inbox, [{}, {}, {}]);
  const changes = (filter: Parameters<typeof queryChanges>[1], sort: EmailSort[], state = since) =>
    queryChanges(accountId, filter, sort, false, state);
  expect(await changes({ inMailbox: archive }, newest)).toMatchObject({ removed: [], added: [] });
  expect(await changes({ and: [{ inMailbox: inbox }, { hasKeyword: '$seen' }] }, newest)).toBe('cannotCalculate');
  expect(await changes({ inMailbox: inbox }, [{ property: 'size', ascending: true }])).toBe('cannotCalculate');
  expect(await changes({ inMailbox: inbox }, newest, since + 999)).toBe('cannotCalculate');
  expect(await queryChanges(accountId, { inMailbox: inbox }, newest, false, since, undefined, 2)).toBe('tooManyChanges');
  await trimLogs({ rows: 1, undoDays: 0 });
  expect(await changes({ inMailbox: inbox }, newest, 1)).toBe('cannotCalculate');
  expect(await emailChanges(accountId, 1)).toBe('cannotCalculate');
});
