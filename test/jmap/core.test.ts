/** RFC 8620: requests, errors, references and limits. */
import { beforeAll, describe, expect, test } from 'vitest';
import { RequestError } from '#server/jmap/errors.ts';
import { handleJmap } from '#server/jmap/handle.ts';
import { limits } from '#server/jmap/limits.ts';
import { parseJson } from '#server/jmap/request.ts';
import { sessionResource } from '#server/jmap/session.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
});
const core = 'urn:ietf:params:jmap:core';
const mail = 'urn:ietf:params:jmap:mail';

describe('a request as a whole (§3.6.1)', () => {
  const problemOf = (json: unknown) =>
    handleJmap(json, bob.user).then(
      () => 'no problem',
      (error: unknown) => (error instanceof RequestError ? error.problem : error),
    );
  const type = (name: string) => ({ type: `urn:ietf:params:jmap:error:${name}`, status: 400 });

  test.each([
    ['a list', []],
    ['nothing', null],
    ['no using', { methodCalls: [] }],
    ['no calls', { using: [core] }],
    ['a call of two', { using: [core], methodCalls: [['Core/echo', {}]] }],
    ['arguments that are a list', { using: [core], methodCalls: [['Core/echo', [], 'a']] }],
    ['ids that are numbers', { using: [core], methodCalls: [], createdIds: { a: 1 } }],
  ])('%s is not a request', async (_what, json) => {
    expect(await problemOf(json)).toMatchObject(type('notRequest'));
  });

  test('an unknown capability is refused by name', async () => {
    const problem = await problemOf({ using: [core, 'https://example.com/apis/foobar'], methodCalls: [] });
    expect(problem).toMatchObject(type('unknownCapability'));
    expect(problem).toHaveProperty('detail', expect.stringContaining('https://example.com/apis/foobar'));
  });

  test('too many calls name the limit', async () => {
    const methodCalls = Array.from({ length: limits.maxCallsInRequest + 1 }, () => ['Core/echo', {}, 'a']);
    expect(await problemOf({ using: [core], methodCalls })).toMatchObject({ ...type('limit'), limit: 'maxCallsInRequest' });
  });

  test.each(['{', '', '"\\ud800"', '{"\\udc00x": 1}'])('%s is not I-JSON', (text) => {
    expect(() => parseJson(Buffer.from(text))).toThrow(RequestError);
  });
  test('octets that are not UTF-8 are not I-JSON', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(RequestError);
    expect(parseJson(Buffer.from('"\\ud83d\\ude00"'))).toBe('😀');
  });
});

describe('method calls (§3.3–3.7)', () => {
  test('Core/echo gives its arguments back; the calls keep their order and ids', async () => {
    const { methodResponses, sessionState } = await bob.request([
      ['Core/echo', { hello: true, high: 5 }, 'b3ff'],
      ['Foo/get', {}, 'x'],
      ['Core/echo', {}, 'b3ff'],
    ]);
    expect(methodResponses).toEqual([
      ['Core/echo', { hello: true, high: 5 }, 'b3ff'],
      ['error', { type: 'unknownMethod' }, 'x'],
      ['Core/echo', {}, 'b3ff'],
    ]);
    expect(sessionState).toBe((await sessionResource(bob.user, 'http://localhost')).state);
  });

  test('a method of a capability that is not used does not exist', async () => {
    const { methodResponses } = await handleJmap({ using: [core], methodCalls: [['Mailbox/get', { accountId: bob.id }, 'a']] }, bob.user);
    expect(methodResponses[0]?.[1]).toEqual({ type: 'unknownMethod' });
  });

  test('accounts: missing, not a string, somebody else’s', async () => {
    const { methodResponses } = await bob.request([
      ['Mailbox/get', {}, '1'],
      ['Mailbox/get', { accountId: 7 }, '2'],
      ['Mailbox/get', { accountId: 'A999' }, '3'],
    ]);
    expect(methodResponses.map(([, { type }]) => type)).toEqual(['invalidArguments', 'invalidArguments', 'accountNotFound']);
  });

  test.each([
    ['Mailbox/get', { ids: 'all' }],
    ['Mailbox/get', { nonsense: 1 }],
    ['Mailbox/get', { properties: ['nonsense'] }],
    ['Email/get', { ids: [], properties: ['header:From:asDate'] }],
    ['Email/get', { ids: [], bodyProperties: ['nonsense'] }],
    ['Email/query', { limit: -1 }],
    ['Email/query', { position: 1.5 }],
    ['Email/query', { filter: { before: 'yesterday' } }],
    ['Email/query', { filter: { header: [] } }],
    ['Email/query', { filter: { operator: 'XOR', conditions: [] } }],
    ['Email/query', { sort: [{ property: 'hasKeyword' }] }],
    ['Email/changes', {}],
    ['Email/changes', { sinceState: '1', maxChanges: 0 }],
  ])('%s %j has invalid arguments', async (name, args) => {
    expect(await bob.failure(name, args)).toMatchObject({ type: 'invalidArguments' });
  });

  test.each([
    ['Email/query', { filter: { colour: 'red' } }, 'unsupportedFilter'],
    ['Email/query', { sort: [{ property: 'colour' }] }, 'unsupportedSort'],
    ['Email/query', { sort: [{ property: 'subject', collation: 'i;octet' }] }, 'unsupportedSort'],
    ['Mailbox/query', { filter: { colour: 'red' } }, 'unsupportedFilter'],
    ['Mailbox/query', { sort: [{ property: 'colour' }] }, 'unsupportedSort'],
    ['Email/query', { anchor: 'M999-1' }, 'anchorNotFound'],
    ['Email/changes', { sinceState: 'yesterday' }, 'cannotCalculateChanges'],
    ['Email/changes', { sinceState: '999999' }, 'cannotCalculateChanges'],
    ['Email/queryChanges', { sinceQueryState: 'x' }, 'cannotCalculateChanges'],
    ['Thread/get', { ids: Array.from({ length: limits.maxObjectsInGet + 1 }, (_one, n) => `T1-${n}`) }, 'requestTooLarge'],
    ['Email/set', { ifInState: '999999', create: {} }, 'stateMismatch'],
    ['Mailbox/set', { ifInState: 'x' }, 'stateMismatch'],
    ['Email/copy', { fromAccountId: 'A999', create: {} }, 'fromAccountNotFound'],
    ['Blob/copy', { fromAccountId: 'A999', blobIds: [] }, 'fromAccountNotFound'],
  ])('%s %j fails with %s', async (name, args, type) => {
    expect(await bob.failure(name, args)).toMatchObject({ type });
  });

  test('the chain of RFC 8620 §3.7: query, thread ids, threads, all their emails', async () => {
    const first = await bob.receive(letter({ id: 'one@crepes.fr', subject: 'Ketchup' }), { receivedAt: new Date('2026-01-01T10:00:00Z') });
    await bob.receive(letter({ id: 'two@crepes.fr', subject: 'Re: Ketchup', inReplyTo: 'one@crepes.fr' }), {
      receivedAt: new Date('2026-01-02T10:00:00Z'),
    });
    await bob.receive(letter({ id: 'three@crepes.fr', subject: 'Pickles' }), { receivedAt: new Date('2026-01-01T12:00:00Z') });
    const { id: inbox } = await bob.mailbox('inbox');
    const accountId = bob.id;
    const reference = (resultOf: string, name: string, path: string) => ({ resultOf, name, path });
    const { methodResponses } = await bob.request([
      [
        'Email/query',
        {
          accountId,
          filter: { inMailbox: inbox },
          sort: [{ property: 'receivedAt', isAscending: false }],
          collapseThreads: true,
          position: 0,
          limit: 10,
          calculateTotal: true,
        },
        't0',
      ],
      ['Email/get', { accountId, '#ids': reference('t0', 'Email/query', '/ids'), properties: ['threadId'] }, 't1'],
      ['Thread/get', { accountId, '#ids': reference('t1', 'Email/get', '/list/*/threadId') }, 't2'],
      [
        'Email/get',
        { accountId, '#ids': reference('t2', 'Thread/get', '/list/*/emailIds'), properties: ['from', 'receivedAt', 'subject'] },
        't3',
      ],
    ]);
    const [query, threads, conversations, emails] = methodResponses.map(([, args]) => args);
    expect(query).toMatchObject({ position: 0, total: 2, canCalculateChanges: true });
    expect(threads?.list).toHaveLength(2);
    expect((conversations?.list as { emailIds: string[] }[]).map(({ emailIds }) => emailIds.length)).toEqual([2, 1]);
    expect(emails?.list).toEqual([
      {
        id: expect.any(String),
        from: [{ name: 'Alice', email: 'alice@crepes.fr' }],
        receivedAt: '2026-01-01T10:00:00Z',
        subject: 'Ketchup',
      },
      {
        id: expect.any(String),
        from: [{ name: 'Alice', email: 'alice@crepes.fr' }],
        receivedAt: '2026-01-02T10:00:00Z',
        subject: 'Re: Ketchup',
      },
      {
        id: expect.any(String),
        from: [{ name: 'Alice', email: 'alice@crepes.fr' }],
        receivedAt: '2026-01-01T12:00:00Z',
        subject: 'Pickles',
      },
    ]);
    expect(first.emailId).toBeGreaterThan(0);
  });

  test('createdIds come back with what was made, only when they were given', async () => {
    const create = { box: { name: 'Recipes' }, below: { name: 'Sweet', parentId: '#box' } };
    const answer = await bob.request([['Mailbox/set', { accountId: bob.id, create }, 'a']], { createdIds: { old: 'F1-1' } });
    expect(answer.createdIds).toEqual({ old: 'F1-1', box: expect.any(String), below: expect.any(String) });
    expect(await bob.request([['Core/echo', {}, 'a']])).not.toHaveProperty('createdIds');
  });
});

test('the session (§2)', async () => {
  const session = await sessionResource(bob.user, 'https://mail.hamburger.edu');
  expect(session.capabilities[core]).toMatchObject({
    maxSizeUpload: expect.any(Number),
    maxCallsInRequest: limits.maxCallsInRequest,
    collationAlgorithms: ['i;unicode-casemap'],
  });
  expect(session.accounts[bob.id]).toMatchObject({ name: 'bob@hamburger.edu', isPersonal: true, isReadOnly: false });
  expect(session.primaryAccounts[mail]).toBe(bob.id);
  expect(session.apiUrl).toBe('https://mail.hamburger.edu/api/jmap');
  for (const variable of ['{accountId}', '{blobId}', '{type}', '{name}']) expect(session.downloadUrl).toContain(variable);
  for (const variable of ['{types}', '{closeafter}', '{ping}']) expect(session.eventSourceUrl).toContain(variable);
  expect(session.uploadUrl).toContain('{accountId}');
});
