/** Blob/upload, Blob/get, Blob/lookup (RFC 9404, with its examples) and Blob/copy (RFC 8620 §6.3). */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { uploadBlobId } from '#lib/ids.ts';
import { maxDataSources } from '#server/jmap/limits.ts';
import { handleJmap } from '#server/jmap/handle.ts';
import { sessionResource } from '#server/jmap/session.ts';
import { putUpload, setGrant } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
});
type Made = Record<string, { id: string; type: string; size: number }>;
const upload = (create: object) => bob.call('Blob/upload', { create });
const text = (value: string) => ({ 'data:asText': value });
const base64 = (value: string) => ({ 'data:asBase64': value });
async function blobOf(...data: object[]): Promise<string> {
  return ((await upload({ x: { data } })).created as Made).x?.id ?? '';
}

test('the session tells what of it there is (§3.1)', async () => {
  const session = await sessionResource(bob.user, 'https://mail.hamburger.edu');
  expect(session.capabilities).toHaveProperty(['urn:ietf:params:jmap:blob'], {});
  const { accountCapabilities } = session.accounts[bob.id] as { accountCapabilities: Record<string, object> };
  expect(accountCapabilities['urn:ietf:params:jmap:blob']).toEqual({
    maxSizeBlobSet: expect.any(Number),
    maxDataSources,
    supportedTypeNames: ['Mailbox', 'Thread', 'Email', 'ContactCard', 'SieveScript'],
    supportedDigestAlgorithms: ['sha-256', 'sha-512', 'sha'],
  });
  expect(maxDataSources).toBeGreaterThanOrEqual(64);
});

describe('Blob/upload (§4.1)', () => {
  test('the simple example: a picture', async () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQMAAAAl21bKAAAAA1BMVEX/AAAZ4gk3AAAAAXRSTlN/gFy0ywAAAApJREFUeJxjYgAAAAYAAzY3fKgAAAAASUVORK5CYII=';
    const { created, notCreated } = await upload({ 1: { data: [base64(png)], type: 'image/png' } });
    expect(created).toMatchObject({ 1: { id: expect.any(String), type: 'image/png', size: 95 } });
    expect(notCreated).toBeNull();
  });

  test('the complex example: pieces of a blob of the same request, and what they make is read in it', async () => {
    const accountId = bob.id;
    const answer = await bob.request([
      ['Blob/upload', { accountId, create: { b4: { data: [text('The quick brown fox jumped over the lazy dog.')] } } }, 'S4'],
      [
        'Blob/upload',
        {
          accountId,
          create: {
            cat: {
              data: [
                text('How'),
                { blobId: '#b4', length: 7, offset: 3 },
                text('was t'),
                { blobId: '#b4', length: 1, offset: 1 },
                base64('YXQ/'),
              ],
            },
          },
        },
        'CAT',
      ],
      ['Blob/get', { accountId, properties: ['data:asText', 'size'], ids: ['#cat'] }, 'G4'],
    ]);
    const [first, second, got] = answer.methodResponses.map(([, args]) => args);
    expect(first).toMatchObject({ oldState: null, created: { b4: { size: 45, type: 'application/octet-stream' } }, notCreated: null });
    const { id } = (second?.created as Made).cat ?? { id: '' };
    expect(got).toEqual({ accountId, list: [{ id, 'data:asText': 'How quick was that?', size: 19 }], notFound: [] });
    expect(answer).not.toHaveProperty('createdIds'); // not given, not told, but known within the request
  });

  test('nothing makes an empty blob; the same octets are the same blob', async () => {
    const { created } = await upload({ none: { data: [] }, a: { data: [text('same')] }, b: { data: [base64('c2FtZQ==')] } });
    const made = created as Made;
    expect(made.none).toMatchObject({ size: 0 });
    expect(made.a?.id).toBe(made.b?.id);
  });

  test.each([
    ['no data', {}],
    ['a source that is nothing', { data: [{}] }],
    ['a source that is two', { data: [{ ...text('a'), ...base64('YQ==') }] }],
    ['base64 with other characters', { data: [base64('YQ*=')] }],
    ['base64 with blanks', { data: [base64('YQ ==')] }],
    ['base64 without its end', { data: [base64('YWJ')] }],
    ['base64url', { data: [base64('-_-_')] }],
    ['half a surrogate pair', { data: [text('\ud800')] }],
    ['a range of a text', { data: [{ ...text('abc'), offset: 1 }] }],
    ['a property that there is not', { data: [], name: 'a' }],
    ['too many sources', { data: Array.from({ length: maxDataSources + 1 }, () => text('a')) }],
  ])('%s is refused, the others are made', async (_what, wrong) => {
    const answer = await upload({ wrong, right: { data: [text('right')] } });
    expect(answer).toMatchObject({ created: { right: { size: 5 } }, notCreated: { wrong: { type: 'invalidProperties' } } });
  });

  test('as many sources as were promised are taken', async () => {
    const { created } = await upload({ x: { data: Array.from({ length: maxDataSources }, () => text('a')) } });
    expect(created).toMatchObject({ x: { size: maxDataSources } });
  });

  test('ranges: to the end and an empty one are good, beyond the end is refused; blobs that are not there too', async () => {
    const blobId = await blobOf(text('0123456789'));
    const of = async (range: object) => {
      const { created, notCreated } = await upload({ x: { data: [{ blobId, ...range }] } });
      return (created as Made | null)?.x?.size ?? (notCreated as Record<string, { type: string }>).x?.type;
    };
    expect(await of({})).toBe(10);
    expect(await of({ offset: 4 })).toBe(6);
    expect(await of({ offset: null, length: null })).toBe(10);
    expect(await of({ offset: 10, length: 0 })).toBe(0);
    expect(await of({ offset: 10, length: 1 })).toBe('invalidProperties');
    expect(await of({ offset: 11 })).toBe('invalidProperties');
    expect(await of({ offset: -1 })).toBe('invalidProperties');
    const { notCreated } = await upload({ x: { data: [{ blobId: `U${'0'.repeat(64)}` }] }, y: { data: [{ blobId: '#nobody' }] } });
    expect(notCreated).toMatchObject({ x: { type: 'blobNotFound' }, y: { type: 'blobNotFound', notFound: ['#nobody'] } });
  });

  test('a message is put together and imported in one request', async () => {
    const { id: inbox } = await bob.mailbox('inbox');
    const { methodResponses } = await bob.request([
      ['Blob/upload', { accountId: bob.id, create: { m: { data: [text('Subject: Put together\r\n\r\nhere\r\n')] } } }, 'a'],
      ['Email/import', { accountId: bob.id, emails: { e: { blobId: '#m', mailboxIds: { [inbox]: true } } } }, 'b'],
    ]);
    expect(methodResponses[1]?.[1]).toMatchObject({ created: { e: { size: 31 } }, notCreated: null });
  });
});

describe('Blob/get (§4.2)', () => {
  const dog = Buffer.from('The quick brown fox jumped over the \x81\x81 dog.', 'latin1');
  const get = async (ids: string[], args: object = {}) => bob.call('Blob/get', { ids, ...args });
  const sha = (bytes: Buffer, name: string) => createHash(name).update(bytes).digest('base64');

  test('the simple example: text, digests, and what is not there', async () => {
    const fox = 'The quick brown fox jumped over the lazy dog.';
    const id = await blobOf(text(fox));
    expect(await get([id, 'not-a-blob'])).toMatchObject({ list: [{ id, 'data:asText': fox, size: 45 }], notFound: ['not-a-blob'] });
    expect((await get([id], { properties: ['data:asText', 'digest:sha', 'size'] })).list).toEqual([
      { id, 'data:asText': fox, 'digest:sha': sha(Buffer.from(fox), 'sha1'), size: 45 },
    ]);
    const part = Buffer.from('quick');
    expect((await get([id], { properties: ['data:asText', 'digest:sha', 'digest:sha-256', 'size'], offset: 4, length: 5 })).list).toEqual([
      { id, 'data:asText': 'quick', 'digest:sha': sha(part, 'sha1'), 'digest:sha-256': sha(part, 'sha256'), size: 45 },
    ]);
  });

  test('the example with ranges and octets that are no text', async () => {
    const id = uploadBlobId((await putUpload(bob.accountId, dog, 'text/plain')).sha256);
    const hello = await blobOf(text('hello world'));
    const whole = dog.toString('base64');
    expect((await get([id, hello])).list).toEqual([
      { id, isEncodingProblem: true, 'data:asBase64': whole, size: 43 },
      { id: hello, 'data:asText': 'hello world', size: 11 },
    ]);
    expect((await get([id, hello], { properties: ['data:asText', 'size'] })).list).toEqual([
      { id, isEncodingProblem: true, 'data:asText': null, size: 43 },
      { id: hello, 'data:asText': 'hello world', size: 11 },
    ]);
    expect((await get([id], { properties: ['data:asBase64'] })).list).toEqual([{ id, 'data:asBase64': whole }]);
    expect((await get([id, hello], { offset: 0, length: 5 })).list).toEqual([
      { id, 'data:asText': 'The q', size: 43 },
      { id: hello, 'data:asText': 'hello', size: 11 },
    ]);
    expect((await get([id, hello], { offset: 20, length: 100 })).list).toEqual([
      { id, isTruncated: true, isEncodingProblem: true, 'data:asBase64': dog.subarray(20).toString('base64'), size: 43 },
      { id: hello, isTruncated: true, 'data:asText': '', size: 11 },
    ]);
  });

  test('a range that cuts a character is no text; one that ends with the blob is not truncated', async () => {
    const id = await blobOf(text('Käse'));
    expect((await get([id], { length: 2 })).list).toEqual([{ id, isEncodingProblem: true, 'data:asBase64': 'S8M=', size: 5 }]);
    expect((await get([id], { offset: 1, length: 4 })).list).toEqual([{ id, 'data:asText': 'äse', size: 5 }]);
    expect((await get([id], { offset: 5 })).list).toEqual([{ id, 'data:asText': '', size: 5 }]);
    expect((await get([id], { offset: 6 })).list).toEqual([{ id, isTruncated: true, 'data:asText': '', size: 5 }]);
  });

  test('emails, their parts and their sizes', async () => {
    const head = 'Subject: Sizes\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n';
    await bob.receive(`${head}${Buffer.from('Käse').toString('base64')}\n`);
    const { ids } = await bob.call('Email/query', { filter: { subject: 'Sizes' } });
    const { list } = await bob.call('Email/get', { ids, properties: ['blobId', 'size', 'textBody'] });
    const [email] = list as { blobId: string; size: number; textBody: { blobId: string }[] }[];
    const part = email?.textBody[0]?.blobId ?? '';
    const sizes = [
      { id: email?.blobId, size: email?.size },
      { id: part, size: 5 },
    ];
    expect((await get([email?.blobId ?? '', part], { properties: ['size'] })).list).toEqual(sizes);
    expect((await get([part])).list).toEqual([{ id: part, 'data:asText': 'Käse', size: 5 }]);
    expect(await get([`${part}9`, `${email?.blobId}-7`], { properties: ['size'] })).toMatchObject({
      list: [],
      notFound: expect.anything(),
    });
  });

  test.each([
    [{ ids: ['a'], properties: ['digest:md4'] }, 'invalidArguments'],
    [{ ids: null }, 'requestTooLarge'],
    [{ ids: ['a'], offset: -1 }, 'invalidArguments'],
  ])('%j fails with %s', async (args, type) => {
    expect(await bob.failure('Blob/get', args)).toMatchObject({ type });
  });
});

describe('Blob/lookup (§4.3)', () => {
  const typeNames = ['Mailbox', 'Thread', 'Email'];
  test('an email’s blob and that of its part are in the email, its thread and its mailboxes; others in nothing', async () => {
    await bob.receive(letter({ subject: 'Looked up' }));
    const { ids } = await bob.call('Email/query', { filter: { subject: 'Looked up' } });
    const { list } = await bob.call('Email/get', { ids, properties: ['blobId', 'threadId', 'mailboxIds', 'textBody'] });
    const [email] = list as { id: string; blobId: string; threadId: string; mailboxIds: object; textBody: { blobId: string }[] }[];
    const asked = [email?.blobId ?? '', email?.textBody[0]?.blobId ?? '', `${email?.blobId}-77`, await blobOf(text('loose')), 'not-a-blob'];
    const matchedIds = { Mailbox: Object.keys(email?.mailboxIds ?? {}), Thread: [email?.threadId], Email: [email?.id] };
    const none = { Mailbox: [], Thread: [], Email: [] };
    expect((await bob.call('Blob/lookup', { typeNames, ids: asked })).list).toEqual(
      asked.map((id, index) => ({ id, matchedIds: index < 2 ? matchedIds : none })),
    );
  });

  test('a script’s and a contact’s', async () => {
    const blobId = await blobOf(text('keep;\r\n'));
    const { created } = await bob.call('SieveScript/set', { create: { s: { name: 'looked up', blobId } } });
    const script = (created as Record<string, { id: string; blobId: string }>).s;
    const types = ['SieveScript', 'Email', 'ContactCard'];
    const { list } = await bob.call('Blob/lookup', { typeNames: types, ids: [script?.blobId, blobId] });
    expect(list).toEqual([
      { id: script?.blobId, matchedIds: { SieveScript: [script?.id], Email: [], ContactCard: [] } },
      { id: blobId, matchedIds: { SieveScript: [], Email: [], ContactCard: [] } },
    ]);
  });

  test('a type that is not known, or whose capability is not used, ends it', async () => {
    expect(await bob.failure('Blob/lookup', { typeNames: ['Email', 'Calendar'], ids: [] })).toMatchObject({ type: 'unknownDataType' });
    expect(await bob.failure('Blob/lookup', { typeNames: ['constructor'], ids: [] })).toMatchObject({ type: 'unknownDataType' });
    const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:blob'];
    const call = ['Blob/lookup', { accountId: bob.id, typeNames: ['Email'], ids: [] }, 'a'];
    const { methodResponses } = await handleJmap({ using, methodCalls: [call] }, bob.user);
    expect(methodResponses[0]?.[1]).toMatchObject({ type: 'unknownDataType' });
  });
});

test('Blob/copy takes what may be read in a shared account, and nothing else of it', async () => {
  const carol = await TestUser.make('carol@hamburger.edu');
  await setGrant(carol.accountId, (await carol.mailbox('archive')).number, bob.accountId, 'lr');
  const blobsOf = async (role: 'archive' | 'inbox') => {
    await carol.receive(letter({ subject: role }), { role });
    const { ids } = await carol.call('Email/query', { filter: { subject: role } });
    const { list } = await carol.call('Email/get', { ids, properties: ['blobId', 'size'] });
    return (list as { blobId: string; size: number }[])[0] ?? { blobId: '', size: 0 };
  };
  const [shared, hidden] = [await blobsOf('archive'), await blobsOf('inbox')];
  const args = { fromAccountId: carol.id, blobIds: [shared.blobId, hidden.blobId, 'nonsense'] };
  const { copied, ...rest } = await bob.call('Blob/copy', args);
  expect(rest).toEqual({
    ...{ accountId: bob.id, fromAccountId: carol.id },
    notCopied: { [hidden.blobId]: { type: 'notFound' }, nonsense: { type: 'notFound' } },
  });
  const mine = (copied as Record<string, string>)[shared.blobId];
  expect((await bob.call('Blob/get', { ids: [mine], properties: ['size'] })).list).toEqual([{ id: mine, size: shared.size }]);
});
