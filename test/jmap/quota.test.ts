/** Quota/get, /changes, /query, /queryChanges (RFC 9425). */
import { beforeAll, expect, test } from 'vitest';
import { capability } from '#lib/jmap/capabilities.ts';
import { handleJmap } from '#server/jmap/handle.ts';
import { updateAccount } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let id: string;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu', { quotaBytes: 1_000_000 });
  id = ((await bob.call('Quota/get')).list as { id: string }[])[0]?.id ?? '';
});

test('what is used of what there is', async () => {
  const before = ((await bob.call('Quota/get')).list as { used: number }[])[0]?.used ?? 0;
  const text = letter({ subject: 'Quota' });
  await bob.receive(text);
  const { list, notFound } = await bob.call('Quota/get', { ids: [id, 'Q1'] });
  expect(list).toEqual([
    {
      ...{ id, resourceType: 'octets', scope: 'account', name: 'bob@hamburger.edu', types: ['Email'], description: null },
      ...{ hardLimit: 1_000_000, warnLimit: 900_000, softLimit: null, used: before + text.replaceAll('\n', '\r\n').length },
    },
  ]);
  expect(notFound).toEqual(['Q1']);
});

test('to who does not use the capability of its types it is not there (§4.1)', async () => {
  const call = ['Quota/get', { accountId: bob.id, ids: null }, 'a'];
  const { methodResponses } = await handleJmap({ using: [capability.core, capability.quota], methodCalls: [call] }, bob.user);
  expect(methodResponses[0]?.[1]).toMatchObject({ list: [] });
});

test('the example of §5.2: only what is used has changed, and only that is fetched', async () => {
  const { state } = await bob.call('Quota/get', { ids: [] });
  expect(await bob.call('Quota/changes', { sinceState: state })).toMatchObject({ updated: [], updatedProperties: null });
  await bob.receive(letter({ subject: 'More' }));
  const back = (path: string) => ({ resultOf: '0', name: 'Quota/changes', path });
  const { methodResponses } = await bob.request([
    ['Quota/changes', { accountId: bob.id, sinceState: state, maxChanges: 20 }, '0'],
    ['Quota/get', { accountId: bob.id, '#ids': back('/updated'), '#properties': back('/updatedProperties') }, '1'],
  ]);
  expect(methodResponses[0]?.[1]).toMatchObject({
    ...{ oldState: state, hasMoreChanges: false, updatedProperties: ['used'] },
    ...{ created: [], updated: [id], destroyed: [] },
  });
  expect(methodResponses[1]?.[1]).toMatchObject({ list: [{ id, used: expect.any(Number) }], notFound: [] });
  expect(Object.keys((methodResponses[1]?.[1].list as object[])[0] ?? {})).toEqual(['id', 'used']);
});

test('another limit, and none any more', async () => {
  const { state } = await bob.call('Quota/get', { ids: [] });
  await updateAccount(bob.accountId, { quotaBytes: 2_000_000 });
  const raised = await bob.call('Quota/changes', { sinceState: state });
  expect(raised).toMatchObject({ created: [], updated: [id], destroyed: [], updatedProperties: null });
  await updateAccount(bob.accountId, { quotaBytes: null });
  expect(await bob.call('Quota/changes', { sinceState: raised.newState })).toMatchObject({ created: [], updated: [], destroyed: [id] });
  expect((await bob.call('Quota/get')).list).toEqual([]);
  const { state: without } = await bob.call('Quota/get');
  await updateAccount(bob.accountId, { quotaBytes: 1_000_000, display: 'Bob' });
  expect(await bob.call('Quota/changes', { sinceState: without })).toMatchObject({ created: [id], updated: [], destroyed: [] });
  const { state: now } = await bob.call('Quota/get');
  await updateAccount(bob.accountId, { quotaBytes: 1_000_000 });
  expect(await bob.call('Quota/changes', { sinceState: now })).toMatchObject({ created: [], updated: [], destroyed: [] });
});

test('Quota/query: every condition, both sorts, what there is not', async () => {
  const query = async (filter: object) => (await bob.call('Quota/query', { filter })).ids as string[];
  const matching = [{ name: 'hamburger' }, { scope: 'account' }, { resourceType: 'octets' }, { type: 'Email' }, {}];
  for (const filter of matching) expect(await query(filter), JSON.stringify(filter)).toEqual([id]);
  expect(await query({ operator: 'AND', conditions: matching })).toEqual([id]);
  for (const filter of [{ name: 'onion' }, { scope: 'domain' }, { resourceType: 'count' }, { type: 'Calendar' }])
    expect(await query(filter), JSON.stringify(filter)).toEqual([]);
  expect(await query({ operator: 'NOT', conditions: [{ type: 'Email' }] })).toEqual([]);
  const sorted = await bob.call('Quota/query', {
    sort: [{ property: 'name' }, { property: 'used', isAscending: false }],
    calculateTotal: true,
  });
  expect(sorted).toMatchObject({ ids: [id], total: 1, position: 0, canCalculateChanges: false });
  expect(await bob.failure('Quota/query', { sort: [{ property: 'scope' }] })).toMatchObject({ type: 'unsupportedSort' });
  expect(await bob.failure('Quota/query', { filter: { colour: 'red' } })).toMatchObject({ type: 'unsupportedFilter' });
  expect(await bob.failure('Quota/query', { filter: { name: 7 } })).toMatchObject({ type: 'invalidArguments' });
  expect(await bob.failure('Quota/queryChanges', { sinceQueryState: '1' })).toMatchObject({ type: 'cannotCalculateChanges' });
});
