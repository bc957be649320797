/** What RFC 8620 §3.6 and §5 ask of every method of a kind, tried with all that there are: one that is added later is tried too. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Arguments } from '#lib/jmap/invocation.ts';
import { limits } from '#server/jmap/limits.ts';
import { methods } from '#server/jmap/methods.ts';
import { TestUser } from './client.ts';

let bob: TestUser;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu', { quotaBytes: 10_000_000 });
});

const names = [...methods.keys()].filter((name) => name !== 'Core/echo' && !name.startsWith('PushSubscription/'));
const ending = (...kinds: string[]) => names.filter((name) => kinds.includes(name.split('/')[1] ?? ''));
const types = (kind: string) => ending(kind).map((name) => name.split('/')[0] ?? '');
/** What a method needs beside what is tried. */
const needed: Record<string, Arguments> = {
  'Email/queryChanges': {},
  'SearchSnippet/get': { emailIds: [] },
  'DeliveryEvent/get': { emailIds: [] },
};
/** Readers of ours that are no /get of the standard: they have no ids, or no objects. */
const others = new Set(['SearchSnippet/get', 'DeliveryEvent/get', 'SenderLogo/get', 'Past/get']);
const gets = ending('get').filter((name) => !others.has(name));
const withState = gets.filter((name) => name !== 'Blob/get');

describe('§3.6.2: every method', () => {
  test.each(names)('%s: an account is needed, and must be there', async (name) => {
    const { methodResponses } = await bob.request([
      [name, {}, '1'],
      [name, { accountId: null }, '2'],
      [name, { accountId: 'A999' }, '3'],
    ]);
    expect(methodResponses.map(([, { type }]) => type)).toEqual(['invalidArguments', 'invalidArguments', 'accountNotFound']);
  });

  test.each(names)('%s: an argument that there is not is invalid', async (name) => {
    expect(await bob.failure(name, { ...needed[name], nonsense: 1 })).toMatchObject({ type: 'invalidArguments' });
  });
});

describe('§5.1: every /get', () => {
  test.each(gets)('%s: ids that are not there, each once; properties; the order asked for', async (name) => {
    const answer = await bob.call(name, { ids: ['nonsense', 'X1-zzz', 'nonsense'], properties: [] });
    expect(answer).toMatchObject({ accountId: bob.id, list: [], notFound: ['nonsense', 'X1-zzz'] });
    // A Card may have properties that nobody here knows (RFC 9553 §1.8).
    if (name !== 'ContactCard/get')
      expect(await bob.failure(name, { ids: [], properties: ['nonsense'] })).toMatchObject({ type: 'invalidArguments' });
    expect(await bob.failure(name, { ids: 'all' })).toMatchObject({ type: 'invalidArguments' });
  });

  test.each(gets)('%s: no more ids than maxObjectsInGet', async (name) => {
    const ids = Array.from({ length: limits.maxObjectsInGet + 1 }, (_one, n) => `X1-${n}`);
    expect(await bob.failure(name, { ids })).toMatchObject({ type: 'requestTooLarge' });
  });

  test.each(withState)('%s: the state is a string', async (name) => {
    expect(await bob.call(name, { ids: [] })).toMatchObject({ state: expect.stringMatching(/^\d+$/) });
  });

  test.each(['Mailbox/get', 'Identity/get', 'Quota/get', 'AddressBook/get', 'VacationResponse/get', 'Settings/get'])(
    '%s: null is all; no properties is the id alone',
    async (name) => {
      const { list } = await bob.call(name, { ids: null, properties: [] });
      const ids = (list as { id: string }[]).map(({ id }) => ({ id }));
      expect(ids.length).toBeGreaterThan(0);
      expect(list).toEqual(ids);
      expect((await bob.call(name, { properties: null })).list).toHaveLength(ids.length);
    },
  );
});

describe('§5.2: every /changes', () => {
  test.each(ending('changes'))('%s: nothing since now; nothing to be said of states that were never', async (name) => {
    const { state } = await bob.call('Mailbox/get', { ids: [] });
    expect(await bob.call(name, { sinceState: state })).toMatchObject({
      ...{ oldState: state, newState: state, hasMoreChanges: false },
      ...{ created: [], updated: [], destroyed: [] },
    });
    for (const sinceState of ['nonsense', '999999', ''])
      expect(await bob.failure(name, { sinceState })).toMatchObject({ type: 'cannotCalculateChanges' });
    for (const args of [{}, { sinceState: 7 }, { sinceState: state, maxChanges: 0 }, { sinceState: state, maxChanges: -1 }])
      expect(await bob.failure(name, args)).toMatchObject({ type: 'invalidArguments' });
  });
});

describe('§5.3: every /set', () => {
  const sets = ending('set');
  test.each(sets)('%s: no more objects than maxObjectsInSet', async (name) => {
    const destroy = Array.from({ length: limits.maxObjectsInSet + 1 }, (_one, n) => `X1-${n}`);
    expect(await bob.failure(name, { destroy })).toMatchObject({ type: 'requestTooLarge' });
  });

  test.each(sets)('%s: in another state nothing is done', async (name) => {
    expect(await bob.failure(name, { ifInState: '999999', destroy: ['X1-zzz'] })).toMatchObject({ type: 'stateMismatch' });
  });

  test.each(sets)('%s: what is not there is neither changed nor destroyed', async (name) => {
    const { notUpdated, notDestroyed, updated, destroyed } = await bob.call(name, {
      update: { 'X1-zzz': {}, '#nobody': {} },
      destroy: ['X1-yyy', '#nothing'],
    });
    const of = (errors: unknown) => Object.values(errors as Record<string, { type: string }>).map(({ type }) => type);
    expect([updated, destroyed]).toEqual([null, null]);
    expect(Object.keys(notUpdated as object)).toEqual(['X1-zzz', '#nobody']);
    expect(of(notUpdated).filter((type) => !['notFound', 'forbidden'].includes(type))).toEqual([]);
    expect(Object.keys(notDestroyed as object)).toEqual(['X1-yyy', '#nothing']);
    expect(of(notDestroyed).filter((type) => !['notFound', 'forbidden', 'singleton'].includes(type))).toEqual([]);
  });

  test.each([
    ['Mailbox', { name: 'Both' }],
    ['Email', { mailboxIds: 'drafts' }],
    ['AddressBook', { name: 'Both' }],
    ['ContactCard', { name: { full: 'Both' } }],
    ['MaskedAddress', { label: 'Both' }],
  ])('%s/set: what is to be destroyed is not updated before', async (type, given) => {
    const drafts = (await bob.mailbox('drafts')).id;
    const object = JSON.parse(JSON.stringify(given).replace('"drafts"', `{"${drafts}":true}`)) as object;
    const { created } = await bob.call(`${type}/set`, { create: { x: object } });
    const { id = '' } = (created as Record<string, { id: string }>).x ?? {};
    const answer = await bob.call(`${type}/set`, { update: { [id]: {} }, destroy: [id] });
    expect(answer).toMatchObject({ updated: null, notUpdated: { [id]: { type: 'willDestroy' } } });
  });
});

describe('§5.5: every /query', () => {
  test.each(ending('query').filter((name) => name !== 'Correspondent/query'))('%s: total, windows, what it does not know', async (name) => {
    const whole = await bob.call(name, { calculateTotal: true });
    const ids = whole.ids as string[];
    expect(whole).toMatchObject({
      position: 0,
      total: ids.length,
      queryState: expect.any(String),
      canCalculateChanges: expect.any(Boolean),
    });
    expect(await bob.call(name)).not.toHaveProperty('total');
    expect(await bob.call(name, { limit: 0, calculateTotal: true })).toMatchObject({ ids: [], total: ids.length });
    expect(await bob.call(name, { position: ids.length + 5 })).toMatchObject({ ids: [] });
    expect(await bob.call(name, { position: -ids.length - 5 })).toMatchObject({ position: 0, ids });
    expect(await bob.failure(name, { anchor: 'X1-zzz' })).toMatchObject({ type: 'anchorNotFound' });
    expect(await bob.failure(name, { filter: { nonsense: 1 } })).toMatchObject({ type: 'unsupportedFilter' });
    expect(await bob.failure(name, { filter: { operator: 'AND', conditions: [{ nonsense: 1 }] } })).toMatchObject({
      type: 'unsupportedFilter',
    });
    expect(await bob.failure(name, { filter: { operator: 'XOR', conditions: [] } })).toMatchObject({ type: 'invalidArguments' });
    const all = { operator: 'AND', conditions: [] };
    expect(await bob.failure(name, { filter: { operator: 'OR', conditions: Array(300).fill(all) } })).toMatchObject({
      type: 'unsupportedFilter',
    });
    let deep: object = all;
    for (let depth = 0; depth < 25; depth++) deep = { operator: 'OR', conditions: [deep] };
    expect(await bob.failure(name, { filter: deep })).toMatchObject({ type: 'unsupportedFilter' });
    expect(await bob.failure(name, { sort: [{ property: 'nonsense' }] })).toMatchObject({ type: 'unsupportedSort' });
    expect(await bob.failure(name, { limit: -1 })).toMatchObject({ type: 'invalidArguments' });
    expect(await bob.call(name, { filter: { operator: 'NOT', conditions: [{ operator: 'AND', conditions: [] }] } })).toMatchObject({
      ids: [],
    });
    expect(await bob.call(name, { filter: { operator: 'OR', conditions: [] } })).toMatchObject({ ids: [] });
    expect(await bob.call(name, { filter: { operator: 'AND', conditions: [] } })).toMatchObject({ ids });
  });

  test.each([
    ['Email', 'subject'],
    ['Mailbox', 'name'],
    ['EmailSubmission', 'sentAt'],
    ['ContactCard', 'name/given'],
    ['SieveScript', 'name'],
    ['Quota', 'name'],
  ])('%s/query: sorted by a collation that there is, not by another', async (type, property) => {
    expect(types('query')).toContain(type);
    expect(await bob.call(`${type}/query`, { sort: [{ property, collation: 'i;unicode-casemap' }] })).toHaveProperty('ids');
    expect(await bob.failure(`${type}/query`, { sort: [{ property, collation: 'i;octet' }] })).toMatchObject({ type: 'unsupportedSort' });
  });
});

describe('§5.6: every /queryChanges', () => {
  test.each(ending('queryChanges'))('%s: a state that was never', async (name) => {
    expect(await bob.failure(name, { sinceQueryState: 'nonsense' })).toMatchObject({ type: 'cannotCalculateChanges' });
    expect(await bob.failure(name, {})).toMatchObject({ type: 'invalidArguments' });
  });
});

test('§5.4: a copy out of an account that has nothing of the kind to be copied, or that is the same, or not there', async () => {
  for (const name of ending('copy')) {
    const rest = name === 'Blob/copy' ? { blobIds: [] } : { create: {} };
    expect(await bob.failure(name, { fromAccountId: 'A999', ...rest })).toEqual({ type: 'fromAccountNotFound' });
    expect(await bob.failure(name, { fromAccountId: bob.id, ...rest })).toMatchObject({ type: 'invalidArguments' });
    expect(await bob.failure(name, { ...rest })).toMatchObject({ type: 'invalidArguments' });
  }
});
