/** What RFC 8620 and RFC 8621 say in half a sentence, and programs rely on: windows, references, trees, copies, queryChanges. */
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { capability } from '#lib/jmap/capabilities.ts';
import type { JmapMailbox } from '#lib/jmap/types.ts';
import { Flag } from '#lib/message/keywords.ts';
import { answerEventSource } from '#server/jmap/http/event-source.ts';
import { sessionResource } from '#server/jmap/session.ts';
import { putUpload, setGrant } from '#server/store/index.ts';
import { uploadBlobId } from '#lib/ids.ts';
import { letter, TestUser } from './client.ts';

type Made = Record<string, { id: string }>;
const made = (answer: unknown, key: string) => ((answer as { created: Made | null }).created?.[key] ?? { id: '' }).id;

describe('Email/query: collapsed windows (RFC 8621 §4.4.3, RFC 8620 §5.5)', () => {
  let user: TestUser;
  let inbox: string;
  const subjects = new Map<string, string>();
  const sort = [{ property: 'receivedAt', isAscending: true }];
  const query = (args: object) => user.call('Email/query', { filter: { inMailbox: inbox }, sort, collapseThreads: true, ...args });
  const named = async (args: object) => {
    const { ids, position } = await query(args);
    return [position, ...(ids as string[]).map((id) => subjects.get(id))];
  };
  const idOf = (subject: string) => [...subjects].find(([, one]) => one === subject)?.[0];

  // Five threads of two letters each: A1 … E1, then Re: of each in the other order.
  beforeAll(async () => {
    user = await TestUser.make('windows@hamburger.edu');
    inbox = (await user.mailbox('inbox')).id;
    const names = ['A', 'B', 'C', 'D', 'E'];
    for (const [day, name] of names.entries())
      await user.receive(letter({ subject: name, id: `${name}@x` }), { receivedAt: new Date(Date.UTC(2026, 0, 1 + day)) });
    for (const [day, name] of names.toReversed().entries())
      await user.receive(letter({ subject: `Re: ${name}`, id: `re-${name}@x`, inReplyTo: `${name}@x` }), {
        receivedAt: new Date(Date.UTC(2026, 1, 1 + day)),
        flags: name < 'C' ? Flag.seen : 0,
      });
    const { ids } = await user.call('Email/query');
    const { list } = await user.call('Email/get', { ids, properties: ['subject'] });
    for (const { id, subject } of list as { id: string; subject: string }[]) subjects.set(id, subject);
  });

  test('positions from the end and anchors count threads, not emails', async () => {
    expect(await named({})).toEqual([0, 'A', 'B', 'C', 'D', 'E']);
    expect(await named({ position: -2 })).toEqual([3, 'D', 'E']);
    expect(await named({ position: -9, limit: 1 })).toEqual([0, 'A']);
    expect(await named({ position: 5 })).toEqual([5]);
    expect(await named({ anchor: idOf('C'), limit: 2 })).toEqual([2, 'C', 'D']);
    expect(await named({ anchor: idOf('C'), anchorOffset: -1, limit: 2 })).toEqual([1, 'B', 'C']);
    expect(await named({ anchor: idOf('C'), anchorOffset: -9, limit: 2 })).toEqual([0, 'A', 'B']);
    expect(await named({ anchor: idOf('C'), anchorOffset: 2 })).toEqual([4, 'E']);
    expect(await named({ anchor: idOf('C'), anchorOffset: 9 })).toEqual([11]);
    // A position beside an anchor is nothing (§5.5).
    expect(await named({ anchor: idOf('C'), position: 4, limit: 1 })).toEqual([2, 'C']);
    // An email that does not stand for its thread is not in the list.
    expect(await user.failure('Email/query', { filter: { inMailbox: inbox }, sort, collapseThreads: true, anchor: idOf('Re: C') })).toEqual(
      {
        type: 'anchorNotFound',
      },
    );
  });

  test('the total is that of the list that the ids are of', async () => {
    expect(await query({ calculateTotal: true, limit: 2, position: -1 })).toMatchObject({ total: 5, position: 4 });
    expect(await query({ calculateTotal: true, collapseThreads: false, anchor: idOf('Re: A'), anchorOffset: -1 })).toMatchObject({
      ...{ total: 10, position: 8, ids: [idOf('Re: B'), idOf('Re: A')] },
    });
    expect(await query({ calculateTotal: true, filter: { inMailbox: inbox, hasKeyword: '$seen' } })).toMatchObject({ total: 2 });
  });

  test('sorted by keywords of all or some of a thread (§4.4.2)', async () => {
    await user.call('Email/set', { update: { [idOf('B') ?? '']: { 'keywords/$seen': true } } });
    const by = (property: string) => ({ sort: [{ property, keyword: '$seen', isAscending: false }, ...sort] });
    expect(await named(by('allInThreadHaveKeyword'))).toEqual([0, 'B', 'A', 'C', 'D', 'E']);
    expect(await named(by('someInThreadHaveKeyword'))).toEqual([0, 'A', 'B', 'C', 'D', 'E']);
    const session = await sessionResource(user.user, 'https://x');
    const sorts = session.accounts[user.id]?.accountCapabilities[capability.mail]?.emailQuerySortOptions ?? [];
    expect(sorts).toContain('allInThreadHaveKeyword');
    for (const property of sorts)
      expect(await query({ sort: [{ property, ...(property.endsWith('Keyword') ? { keyword: 'x' } : {}) }] })).toHaveProperty('ids');
  });

  test('queryChanges: not beyond upToId; too many are too many (RFC 8620 §5.6)', async () => {
    const newest = [{ property: 'receivedAt', isAscending: false }];
    const whole = { filter: { inMailbox: inbox }, sort: newest };
    const before = await user.call('Email/query', whole);
    const [first = '', second = ''] = before.ids as string[];
    await user.receive(letter({ subject: 'New', id: 'new@x' }), { receivedAt: new Date(Date.UTC(2026, 5, 1)) });
    await user.receive(letter({ subject: 'Old', id: 'old@x' }), { receivedAt: new Date(Date.UTC(2025, 5, 1)) });
    const since = { ...whole, sinceQueryState: before.queryState };
    const all = await user.call('Email/queryChanges', { ...since, calculateTotal: true });
    expect((all.added as { index: number }[]).map(({ index }) => index)).toEqual([0, 11]);
    expect(all.total).toBe(12);
    const some = await user.call('Email/queryChanges', { ...since, upToId: second });
    expect((some.added as { index: number }[]).map(({ index }) => index)).toEqual([0]);
    expect(some).not.toHaveProperty('total');
    expect(await user.call('Email/queryChanges', { ...since, upToId: 'M1-zzz' })).toMatchObject({ added: all.added });
    expect(await user.failure('Email/queryChanges', { ...since, maxChanges: 1 })).toEqual({ type: 'tooManyChanges' });
    expect(await user.call('Email/queryChanges', { ...since, maxChanges: 4 })).toMatchObject({ added: all.added });
    expect(await user.failure('Email/queryChanges', { ...since, filter: { text: 'x' } })).toMatchObject({ type: 'cannotCalculateChanges' });
    expect(first).not.toBe(second);
  });
});

describe('Email/query: conditions on recipients and files (§4.4.1)', () => {
  let user: TestUser;
  beforeAll(async () => {
    user = await TestUser.make('conditions@hamburger.edu');
    const to = (name: string) => letter({ subject: name }).replace('Subject:', `${name}: ${name}@onion.net\nSubject:`);
    for (const name of ['Cc', 'Bcc']) await user.receive(to(name));
    const file = 'Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF';
    await user.receive(`Subject: File\nX-Own: Some VALUE here\n${file}`);
  });
  test.each([
    [{ cc: 'cc@onion.net' }, ['Cc']],
    [{ bcc: 'bcc@onion' }, ['Bcc']],
    [{ text: 'bcc@onion.net' }, ['Bcc']],
    [{ hasAttachment: true }, ['File']],
    [{ hasAttachment: false }, ['Bcc', 'Cc']],
    [{ header: ['x-own'] }, ['File']],
    [{ header: ['X-Own', 'value HERE'] }, ['File']],
    [{ header: ['X-Own', 'other'] }, []],
    [{ header: ['X-None'] }, []],
    [{ cc: 'cc@onion.net', subject: 'Bcc' }, []],
  ])('%j', async (filter, expected) => {
    const { ids } = await user.call('Email/query', { filter });
    const { list } = await user.call('Email/get', { ids, properties: ['subject'] });
    expect((list as { subject: string }[]).map(({ subject }) => subject).sort()).toEqual(expected);
  });
});

describe('references to what the same request makes (RFC 8620 §5.3)', () => {
  let user: TestUser;
  beforeAll(async () => {
    user = await TestUser.make('references@hamburger.edu');
  });

  test('a mailbox in a draft, a file in it, the draft in a patch and a destroy, the mailbox in all of them', async () => {
    const accountId = user.id;
    const call = (name: string, args: object) => [name, { accountId, ...args }, 'c'] as [string, Record<string, unknown>, string];
    const { methodResponses } = await user.request([
      call('Mailbox/set', { create: { box: { name: 'Box', parentId: '#above' }, above: { name: 'Above' } } }),
      call('Blob/upload', { create: { file: { data: [{ 'data:asText': 'hello' }], type: 'text/x-own' } } }),
      call('Email/set', {
        create: {
          draft: { mailboxIds: { '#box': true }, subject: 'One', attachments: [{ blobId: '#file', type: 'text/x-own', name: 'a' }] },
          gone: { mailboxIds: { '#above': true }, subject: 'Two' },
        },
      }),
      call('Email/set', { update: { '#draft': { 'mailboxIds/#above': true, 'keywords/$draft': true } }, destroy: ['#gone'] }),
      call('Mailbox/set', { update: { '#box': { name: 'Renamed' } } }),
      call('Email/query', { filter: { subject: 'One' } }),
      call('Email/get', {
        '#ids': { resultOf: 'c', name: 'Email/query', path: '/ids' },
        properties: ['mailboxIds', 'attachments', 'keywords'],
        bodyProperties: ['type', 'size'],
      }),
    ]);
    const [boxes, , drafts, changed, renamed, , failed] = methodResponses.map(([, args]) => args);
    const [above, box, draft] = [made(boxes, 'above'), made(boxes, 'box'), made(drafts, 'draft')];
    expect(drafts?.notCreated).toBeNull();
    expect(changed).toMatchObject({ updated: { '#draft': null }, destroyed: [made(drafts, 'gone')] });
    expect(renamed?.notUpdated).toBeNull();
    // All have the same call id: it is the first of them that is meant, which is no Email/query (§3.7).
    expect(failed).toMatchObject({ type: 'invalidResultReference' });
    const { list } = await user.call('Email/get', {
      ids: [draft],
      properties: ['mailboxIds', 'attachments', 'keywords'],
      bodyProperties: ['type', 'size'],
    });
    expect(list).toEqual([
      { id: draft, mailboxIds: { [above]: true, [box]: true }, attachments: [{ type: 'text/x-own', size: 5 }], keywords: { $draft: true } },
    ]);
  });

  test('what names itself, each other, or what could not be made, is not made', async () => {
    const { created, notCreated } = await user.call('Mailbox/set', {
      create: {
        self: { name: 'Self', parentId: '#self' },
        a: { name: 'A', parentId: '#b' },
        b: { name: 'B', parentId: '#a' },
        c: { name: '' },
      },
    });
    expect(created).toBeNull();
    expect(Object.keys(notCreated as object).sort()).toEqual(['a', 'b', 'c', 'self']);
    const { notCreated: none } = await user.call('Email/set', { create: { e: { mailboxIds: { '#c': true } } } });
    expect(none).toMatchObject({ e: { type: 'invalidProperties', properties: ['mailboxIds'] } });
  });

  test('a creation id that is used again stands for what was made last (§5.3)', async () => {
    const create = (name: string) =>
      ['Mailbox/set', { accountId: user.id, create: { x: { name } } }, name] as [string, Record<string, unknown>, string];
    const answer = await user.request(
      [create('First'), create('Second'), ['Mailbox/set', { accountId: user.id, update: { '#x': { name: 'Third' } } }, 'u']],
      { createdIds: {} },
    );
    const second = made(answer.methodResponses[1]?.[1], 'x');
    expect(answer.createdIds).toEqual({ x: second });
    const { list } = await user.call('Mailbox/get', { ids: [second], properties: ['name'] });
    expect(list).toEqual([{ id: second, name: 'Third' }]);
  });
});

describe('Mailbox (RFC 8621 §2)', () => {
  let user: TestUser;
  let ids: Record<string, string>;
  beforeAll(async () => {
    user = await TestUser.make('trees@hamburger.edu');
    const create = {
      a: { name: 'a', sortOrder: 30 },
      b: { name: 'b', parentId: '#a', sortOrder: 10, isSubscribed: false },
      c: { name: 'c', parentId: '#b', sortOrder: 40 },
      d: { name: 'D', sortOrder: 20 },
      e: { name: 'e', parentId: '#d', sortOrder: 0, isSubscribed: false },
    };
    const answer = await user.call('Mailbox/set', { create });
    ids = Object.fromEntries(Object.keys(create).map((key) => [key, made(answer, key)]));
  });
  const names = (found: unknown) =>
    (found as string[])
      .map((id) => Object.entries(ids).find(([, one]) => one === id)?.[0])
      .filter((name) => name !== undefined)
      .join('');
  const query = async (args: Record<string, unknown>) => names((await user.call('Mailbox/query', args)).ids);

  test('§2.3: filters with null, sorts, trees', async () => {
    const bySort = [{ property: 'sortOrder' }, { property: 'name' }];
    expect(await query({ sort: bySort })).toBe('ebdac');
    expect(await query({ sort: bySort, sortAsTree: true })).toBe('deabc');
    expect(await query({ sort: [{ property: 'name', isAscending: false }], sortAsTree: true })).toBe('deabc');
    expect(await query({ sort: [{ property: 'name' }], filter: { parentId: null } })).toBe('ad');
    expect(await query({ filter: { parentId: ids.a } })).toBe('b');
    expect(await query({ sort: [{ property: 'name' }], filter: { role: null, isSubscribed: true } })).toBe('acd');
    expect(await query({ sort: [{ property: 'name' }], filter: { isSubscribed: true }, filterAsTree: true })).toBe('ad');
    expect(await query({ sort: [{ property: 'name' }], filter: { hasAnyRole: false }, filterAsTree: true, sortAsTree: true })).toBe(
      'abcde',
    );
    expect(
      await user.call('Mailbox/query', { filter: { isSubscribed: true }, filterAsTree: true, calculateTotal: true, limit: 1 }),
    ).toMatchObject({
      total: 8, // six with a role, and a and d
    });
  });

  test('the session promises no depth that is not kept: fifteen below each other', async () => {
    let parentId: string | null = null;
    for (let depth = 0; depth < 15; depth++) {
      const answer: unknown = await user.call('Mailbox/set', { create: { x: { name: `depth ${depth}`, parentId } } });
      expect(answer).toMatchObject({ notCreated: null });
      parentId = made(answer, 'x');
    }
    const session = await sessionResource(user.user, 'https://x');
    const { accountCapabilities } = session.accounts[user.id] as { accountCapabilities: Record<string, object> };
    expect(accountCapabilities[capability.mail]).toMatchObject({ maxMailboxDepth: null, maxSizeMailboxName: 255 });
    const { list } = (await user.call('Mailbox/get', { ids: [parentId] })) as { list: JmapMailbox[] };
    expect(list[0]?.name).toBe('depth 14');
  });
});

describe('Email/copy (RFC 8620 §5.4)', () => {
  let [alice, bob]: TestUser[] = [];
  let inbox: string;
  let emailId: string;
  beforeAll(async () => {
    alice = await TestUser.make('alice@crepes.fr');
    bob = await TestUser.make('bob@crepes.fr');
    await setGrant(alice.accountId, (await alice.mailbox('archive')).number, bob.accountId, 'lrte');
    inbox = (await bob.mailbox('inbox')).id;
  });
  beforeEach(async () => {
    await alice?.receive(letter({ subject: 'Copied' }), { role: 'archive' });
    const { ids } = (await alice?.call('Email/query', { filter: { subject: 'Copied' } })) as { ids: string[] };
    emailId = ids.at(-1) ?? '';
  });
  const copy = async (more: object) => {
    const args = { accountId: bob?.id, fromAccountId: alice?.id, create: { c: { id: emailId, mailboxIds: { [inbox]: true } } }, ...more };
    return (await bob?.request([['Email/copy', args, 'k']]))?.methodResponses ?? [];
  };

  test('the original goes by an Email/set of its own, answered under the same call id', async () => {
    const [copied, destroyed] = await copy({ onSuccessDestroyOriginal: true });
    expect(copied).toMatchObject(['Email/copy', { fromAccountId: alice?.id, accountId: bob?.id, notCreated: null }, 'k']);
    expect(Object.keys(((copied?.[1].created as Made).c ?? {}) as object).sort()).toEqual(['blobId', 'id', 'size', 'threadId']);
    expect(destroyed).toMatchObject(['Email/set', { accountId: alice?.id, destroyed: [emailId] }, 'k']);
  });

  test('it stays when the copy failed, or the state is another', async () => {
    expect(await copy({ onSuccessDestroyOriginal: true, create: { c: { id: emailId, mailboxIds: {} } } })).toHaveLength(1);
    const [copied, refused] = await copy({ onSuccessDestroyOriginal: true, destroyFromIfInState: '1' });
    expect(copied?.[1]).toMatchObject({ notCreated: null });
    expect(refused).toEqual(['error', { type: 'stateMismatch' }, 'k']);
    expect(await alice?.call('Email/get', { ids: [emailId], properties: ['id'] })).toMatchObject({ list: [{ id: emailId }] });
  });
});

test('header forms: a field that no RFC of mail defines may be read in any (RFC 8621 §4.1.2)', async () => {
  const user = await TestUser.make('forms@hamburger.edu');
  await user.receive('List-Id: A list <list.example.com>\nReceived: by a\nX-A: 1\nX-A: 2\nSubject: forms\n\nx');
  const { ids } = await user.call('Email/query');
  const properties = ['header:List-Id:asText', 'header:List-Id:asAddresses', 'header:X-A:asText:all', 'header:x-a:all', 'header:Received'];
  expect((await user.call('Email/get', { ids, properties })).list).toMatchObject([
    {
      'header:List-Id:asText': 'A list <list.example.com>',
      'header:List-Id:asAddresses': [{ name: 'A list', email: 'list.example.com' }],
      'header:X-A:asText:all': ['1', '2'],
      'header:x-a:all': [' 1', ' 2'],
      'header:Received': ' by a',
    },
  ]);
  for (const wrong of [
    'header:Received:asText',
    'header:Subject:asAddresses',
    'header:X-A:all:asText',
    'header:X-A:asOther',
    'header:',
    'header:a b',
  ])
    expect(await user.failure('Email/get', { ids, properties: [wrong] }), wrong).toMatchObject({ type: 'invalidArguments' });
});

test('an import of what was uploaded is the same octets; the blob may be imported again', async () => {
  const user = await TestUser.make('imports@hamburger.edu');
  const { id: inbox } = await user.mailbox('inbox');
  const bytes = Buffer.from('Subject: 8 bit K\xe4se\r\n\r\nbare\nlines\r\n', 'latin1');
  const blobId = uploadBlobId((await putUpload(user.accountId, bytes, 'message/rfc822')).sha256);
  const emails = { a: { blobId, mailboxIds: { [inbox]: true } }, b: { blobId, mailboxIds: { [inbox]: true }, keywords: { $SEEN: true } } };
  const { created, notCreated } = await user.call('Email/import', { emails });
  expect(notCreated).toBeNull();
  const { a, b } = created as Record<string, { id: string; size: number; blobId: string }>;
  expect([a?.size, b?.size, a?.id === b?.id]).toEqual([bytes.length, bytes.length, false]);
  const { list } = await user.call('Blob/get', { ids: [a?.blobId], properties: ['data:asBase64'] });
  expect(list).toMatchObject([{ 'data:asBase64': bytes.toString('base64') }]);
});

describe('event source: pings (RFC 8620 §7.3)', () => {
  const headers = { authorization: `Basic ${Buffer.from('pings@hamburger.edu:hungry').toString('base64')}` };
  beforeAll(() => TestUser.make('pings@hamburger.edu'));

  test.each([
    ['ping=0', 30, /^:\n\n$/],
    ['', 30, /^:\n\n$/],
    ['ping=60', 60, /^event: ping\ndata: \{"interval":60\}\n\n$/],
    ['ping=1', 5, /^event: ping\ndata: \{"interval":5\}\n\n$/],
    ['ping=99999', 300, /^event: ping\ndata: \{"interval":300\}\n\n$/],
  ])('%s: after %i seconds', async (query, seconds, expected) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const gone = new AbortController();
      const request = new Request(`http://localhost/api/jmap/eventsource?${query}`, { headers, signal: gone.signal });
      const reader = ((await answerEventSource(request)).body as ReadableStream<Uint8Array>).getReader();
      const next = async () => new TextDecoder().decode((await reader.read()).value);
      expect(await next()).toBe(': open\n\n');
      vi.advanceTimersByTime(seconds * 1000);
      expect(await next()).toMatch(expected);
      gone.abort();
    } finally {
      vi.useRealTimers();
    }
  });
});
