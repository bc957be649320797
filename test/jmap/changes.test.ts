/** Email/changes, Thread/changes and Email/queryChanges against random operations (RFC 8620 §5.2, §5.6): a client that only follows them has what is there. */
import { expect, test } from 'vitest';
import type { JmapEmail } from '#lib/jmap/types.ts';
import { letter, TestUser } from './client.ts';

/** A small generator with a seed, so that a failure can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

interface Changes {
  oldState: string;
  newState: string;
  hasMoreChanges: boolean;
  created: string[];
  updated: string[];
  destroyed: string[];
}

/** Follows a type by its /changes and /get, as a client does. */
class Follower<T extends { id: string }> {
  readonly known = new Map<string, T>();
  state: string;
  readonly #user: TestUser;
  readonly #type: string;

  constructor(user: TestUser, type: string, state: string) {
    this.#user = user;
    this.#type = type;
    this.state = state;
  }

  async catchUp(maxChanges: number): Promise<void> {
    for (let more = true; more;) {
      const changes = (await this.#user.call(`${this.#type}/changes`, { sinceState: this.state, maxChanges })) as unknown as Changes;
      expect(changes.oldState).toBe(this.state);
      const all = [...changes.created, ...changes.updated, ...changes.destroyed];
      expect(new Set(all).size).toBe(all.length); // an id is in one list only
      expect(all.length).toBeLessThanOrEqual(maxChanges);
      for (const id of changes.destroyed) this.known.delete(id);
      const { list } = await this.#user.call(`${this.#type}/get`, { ids: [...changes.created, ...changes.updated] });
      for (const object of list as T[]) this.known.set(object.id, object);
      this.state = changes.newState;
      more = changes.hasMoreChanges;
    }
  }
}

const sort = [{ property: 'receivedAt', isAscending: false }];

test.each([1, 2, 3])('seed %i', async (seed) => {
  const pick = random(seed * 7919);
  const user = await TestUser.make(`follower${seed}@hamburger.edu`);
  const inbox = (await user.mailbox('inbox')).id;
  const archive = (await user.mailbox('archive')).id;
  const start = String((await user.call('Email/get', { ids: [] })).state);
  const emails = new Follower<JmapEmail>(user, 'Email', start);
  const threads = new Follower<{ id: string; emailIds: string[] }>(user, 'Thread', start);
  const lists = [false, true].map((collapseThreads) => ({ collapseThreads, ids: [] as string[], state: start }));
  let made = 0;
  for (let round = 0; round < 12; round++) {
    for (let step = 0; step < 5; step++) {
      const ids = (await user.call('Email/query')).ids as string[];
      const id = ids[pick(ids.length)];
      const what = pick(6);
      if (!id || what <= 1) {
        made++;
        const inReplyTo = made > 1 && pick(2) ? { inReplyTo: `m${1 + pick(made - 1)}@x` } : {};
        const receivedAt = new Date(Date.UTC(2026, 0, 1, 0, pick(100_000)));
        await user.receive(letter({ id: `m${made}@x`, subject: `M${made}`, ...inReplyTo }), { receivedAt });
      } else if (what === 2) await user.call('Email/set', { update: { [id]: { 'keywords/$flagged': pick(2) ? true : null } } });
      else if (what === 3) await user.call('Email/set', { update: { [id]: { mailboxIds: { [pick(2) ? inbox : archive]: true } } } });
      else if (what === 4) await user.call('Email/set', { update: { [id]: { mailboxIds: { [inbox]: true, [archive]: true } } } });
      else await user.call('Email/set', { destroy: [id] });
    }
    await emails.catchUp(1 + pick(200));
    await threads.catchUp(500);
    for (const list of lists) {
      const filter = { inMailbox: inbox };
      const query = { filter, sort, collapseThreads: list.collapseThreads };
      const changes = await user.call('Email/queryChanges', { ...query, sinceQueryState: list.state, calculateTotal: true });
      const removed = new Set(changes.removed as string[]);
      list.ids = list.ids.filter((one) => !removed.has(one));
      for (const { id, index } of changes.added as { id: string; index: number }[]) list.ids.splice(index, 0, id);
      list.state = String(changes.newQueryState);
      const whole = await user.call('Email/query', query);
      expect(list.ids).toEqual(whole.ids);
      expect(changes.total).toBe(list.ids.length);
    }
  }
  const all = (await user.call('Email/get', { ids: null })).list as JmapEmail[];
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect([...emails.known.values()].sort(byId)).toEqual(all.sort(byId));
  const threadIds = [...new Set(all.map(({ threadId }) => threadId))].sort();
  expect([...threads.known.keys()].sort()).toEqual(threadIds);
  const { list } = await user.call('Thread/get', { ids: threadIds });
  expect([...threads.known.values()].sort(byId)).toEqual((list as { id: string; emailIds: string[] }[]).sort(byId));
});

test('what was made and destroyed in between is not told; what was made and changed is made', async () => {
  const user = await TestUser.make('between@hamburger.edu');
  const start = (await user.call('Email/get', { ids: [] })).state;
  await user.receive(letter({ subject: 'Gone' }));
  const [gone] = (await user.call('Email/query')).ids as string[];
  await user.call('Email/set', { destroy: [gone] });
  await user.receive(letter({ subject: 'Kept' }));
  const [kept] = (await user.call('Email/query')).ids as string[];
  await user.call('Email/set', { update: { [kept ?? '']: { 'keywords/$seen': true } } });
  expect(await user.call('Email/changes', { sinceState: start })).toMatchObject({
    created: [kept],
    updated: [],
    destroyed: [],
    hasMoreChanges: false,
  });
});

test('a /set never carries the client over a change of somebody else', async () => {
  const user = await TestUser.make('race@hamburger.edu');
  const drafts = (await user.mailbox('drafts')).id;
  const before = String((await user.call('Email/get', { ids: [] })).state);
  const create = Object.fromEntries(
    Array.from({ length: 5 }, (_one, n) => [`d${n}`, { mailboxIds: { [drafts]: true }, subject: `Draft ${n}` }]),
  );
  const [set] = await Promise.all([user.call('Email/set', { create }), ...Array.from({ length: 5 }, () => user.receive(letter({})))]);
  const own = new Set(Object.values(set.created as Record<string, { id: string }>).map(({ id }) => id));
  const since = async (state: unknown) => (await user.call('Email/changes', { sinceState: state })).created as string[];
  const foreign = (await since(before)).filter((id) => !own.has(id));
  expect(foreign).toHaveLength(5);
  const oldState = Number(set.oldState);
  // Whatever arrived after oldState is heard of from newState, though it came between our own writes.
  const heard = await since(set.newState);
  const known = oldState === Number(before) ? foreign : (await since(String(oldState))).filter((id) => !own.has(id));
  expect(heard).toEqual(expect.arrayContaining(known));
});
