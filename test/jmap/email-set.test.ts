/** Email/set and Email/import (RFC 8621 §4.6, §4.8). */
import { beforeAll, describe, expect, test } from 'vitest';
import type { JmapEmail } from '#lib/jmap/types.ts';
import { uploadBlobId } from '#lib/ids.ts';
import { putUpload } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let inbox: string;
let drafts: string;
let trash: string;
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  inbox = (await bob.mailbox('inbox')).id;
  drafts = (await bob.mailbox('drafts')).id;
  trash = (await bob.mailbox('trash')).id;
});

type Made = Record<string, { id: string; blobId: string; threadId: string; size: number }>;
const get = async (id: string, args: object = {}) => ((await bob.call('Email/get', { ids: [id], ...args })).list as JmapEmail[])[0];
async function receive(subject: string): Promise<string> {
  await bob.receive(letter({ subject }));
  return ((await bob.call('Email/query', { filter: { subject } })).ids as string[])[0] ?? '';
}
async function upload(bytes: Buffer, type = 'application/octet-stream'): Promise<string> {
  return uploadBlobId((await putUpload(bob.accountId, bytes, type)).sha256);
}
async function create(email: object): Promise<JmapEmail | undefined> {
  const answer = await bob.call('Email/set', { create: { a: { mailboxIds: { [drafts]: true }, ...email } } });
  expect(answer.notCreated).toBeNull();
  return get((answer.created as Made).a?.id ?? '', { fetchAllBodyValues: true });
}

describe('update', () => {
  test('keywords: one by patch, all at once, and back', async () => {
    const id = await receive('Keywords');
    const answer = await bob.call('Email/set', { update: { [id]: { 'keywords/$seen': true, 'keywords/Project': true } } });
    expect(answer).toMatchObject({ updated: { [id]: null }, notUpdated: null });
    expect(Number(answer.newState)).toBe(Number(answer.oldState) + 1);
    expect((await get(id))?.keywords).toEqual({ $seen: true, project: true });
    await bob.call('Email/set', { update: { [id]: { 'keywords/$seen': null } } });
    expect((await get(id))?.keywords).toEqual({ project: true });
    await bob.call('Email/set', { update: { [id]: { keywords: { $flagged: true } } } });
    expect((await get(id))?.keywords).toEqual({ $flagged: true });
  });

  test('mailboxes: moved by patch, set as a whole, never none', async () => {
    const id = await receive('Mailboxes');
    await bob.call('Email/set', { update: { [id]: { [`mailboxIds/${inbox}`]: null, [`mailboxIds/${trash}`]: true } } });
    expect((await get(id))?.mailboxIds).toEqual({ [trash]: true });
    await bob.call('Email/set', { update: { [id]: { mailboxIds: { [inbox]: true, [drafts]: true } } } });
    expect((await get(id))?.mailboxIds).toEqual({ [inbox]: true, [drafts]: true });
    const none = await bob.call('Email/set', { update: { [id]: { [`mailboxIds/${inbox}`]: null, [`mailboxIds/${drafts}`]: null } } });
    expect(none.notUpdated).toMatchObject({ [id]: { type: 'invalidProperties', properties: ['mailboxIds'] } });
    expect((await get(id))?.mailboxIds).toEqual({ [inbox]: true, [drafts]: true });
  });

  test('two hundred emails change in one step, with one state', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, (_one, n) => receive(`Bulk ${n}`)));
    const before = Number((await bob.call('Email/get', { ids: [] })).state);
    const answer = await bob.call('Email/set', { update: Object.fromEntries(ids.map((id) => [id, { 'keywords/$seen': true }])) });
    expect(Object.keys(answer.updated as object)).toHaveLength(5);
    expect(Number(answer.newState)).toBe(before + 1);
  });

  test.each([
    [{ 'keywords/a': true, keywords: {} }, 'invalidPatch'],
    [{ 'keywords/a/b': true }, 'invalidPatch'],
    [{ 'keywords/a b': true }, 'invalidProperties'],
    [{ 'keywords/a': 'yes' }, 'invalidProperties'],
    [{ keywords: { a: false } }, 'invalidProperties'],
    [{ mailboxIds: {} }, 'invalidProperties'],
    [{ mailboxIds: { 'F1-zzz': true } }, 'invalidProperties'],
    [{ subject: 'Another' }, 'invalidProperties'],
    [{ nonsense: 1 }, 'invalidProperties'],
  ])('%j is refused with %s', async (patch, type) => {
    const id = await receive(`Patch ${JSON.stringify(patch).replaceAll(/\W/g, '')}`);
    expect((await bob.call('Email/set', { update: { [id]: patch } })).notUpdated).toMatchObject({ [id]: { type } });
  });

  test('one that cannot be does not hold up the others', async () => {
    const id = await receive('Fine');
    const answer = await bob.call('Email/set', { update: { 'M1-zzz': { 'keywords/$seen': true }, [id]: { 'keywords/$seen': true } } });
    expect(answer).toMatchObject({ updated: { [id]: null }, notUpdated: { 'M1-zzz': { type: 'notFound' } } });
  });

  test('ifInState: a stale state changes nothing', async () => {
    const id = await receive('State');
    const { state } = await bob.call('Email/get', { ids: [] });
    const update = { [id]: { 'keywords/$seen': true } };
    expect((await bob.call('Email/set', { ifInState: state, update })).updated).toEqual({ [id]: null });
    expect(await bob.failure('Email/set', { ifInState: state, update: { [id]: { 'keywords/$seen': null } } })).toEqual({
      type: 'stateMismatch',
    });
    expect((await get(id))?.keywords).toEqual({ $seen: true });
  });
});

test('Email/setByQuery changes what the filter finds, and says which', async () => {
  const ids = await Promise.all(Array.from({ length: 3 }, (_one, n) => receive(`Everything ${n}`)));
  const other = await receive('Apart');
  const answer = await bob.call('Email/setByQuery', { filter: { subject: 'Everything' }, update: { 'keywords/$flagged': true } });
  expect((answer.updated as string[]).sort()).toEqual(ids.sort());
  expect(Number(answer.newState)).toBe(Number(answer.oldState) + 1);
  expect((await get(other))?.keywords).toEqual({});
  const wrong = await bob.failure('Email/setByQuery', { filter: { subject: 'Everything' }, update: { subject: 'x' } });
  expect(wrong).toMatchObject({ type: 'invalidArguments' });
});

test('destroy: gone from everywhere; what is not there is notFound; no update of what is destroyed', async () => {
  const id = await receive('Destroyed');
  const answer = await bob.call('Email/set', { update: { [id]: { 'keywords/$seen': true } }, destroy: [id, 'M1-zzz'] });
  expect(answer).toMatchObject({
    destroyed: [id],
    notDestroyed: { 'M1-zzz': { type: 'notFound' } },
    notUpdated: { [id]: { type: 'willDestroy' } },
  });
  expect(await bob.call('Email/get', { ids: [id] })).toMatchObject({ list: [], notFound: [id] });
});

describe('create', () => {
  test('the draft of RFC 8621 §4.6: text and HTML', async () => {
    const made = await create({
      keywords: { $seen: true, $draft: true },
      from: [{ name: 'Joe Bloggs', email: 'joe@example.com' }],
      subject: 'World domination',
      receivedAt: '2018-07-10T03:00:00Z',
      sentAt: '2018-07-10T11:03:11+10:00',
      bodyStructure: {
        type: 'multipart/alternative',
        subParts: [
          { partId: 'bd48', type: 'text/plain' },
          { partId: 'bd49', type: 'text/html' },
        ],
      },
      bodyValues: {
        bd48: { value: 'I have the most brilliant plan.  Let me tell\nyou all about it.', isTruncated: false },
        bd49: { value: '<!DOCTYPE html><html><body><p>I have the most brilliant plan. – ☃</p></body></html>', isTruncated: false },
      },
    });
    expect(made).toMatchObject({
      keywords: { $seen: true, $draft: true },
      from: [{ name: 'Joe Bloggs', email: 'joe@example.com' }],
      to: null,
      subject: 'World domination',
      receivedAt: '2018-07-10T03:00:00Z',
      sentAt: '2018-07-10T11:03:11+10:00',
      messageId: [expect.stringMatching(/^[^<>\s]+@[^<>\s]+$/)],
      hasAttachment: false,
    });
    const [text] = made?.textBody ?? [];
    const [html] = made?.htmlBody ?? [];
    expect(made?.bodyValues[text?.partId ?? '']?.value).toBe('I have the most brilliant plan.  Let me tell\nyou all about it.');
    expect(made?.bodyValues[html?.partId ?? '']?.value).toBe(
      '<!DOCTYPE html><html><body><p>I have the most brilliant plan. – ☃</p></body></html>',
    );
  });

  test('names, subjects and files in any script; inline pictures beside the HTML; attachments octet for octet', async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 255]);
    const blobId = await upload(picture, 'image/png');
    const long = 'Ein sehr langer Betreff über Käse, Grüße und alles, was länger ist als eine Zeile im Kopf einer Nachricht sein darf 🧀';
    const made = await create({
      from: [{ name: 'Bob “Burger” Müller', email: 'bob@hamburger.edu' }],
      to: [{ name: '田中, 太郎', email: 'tanaka@example.jp' }, { email: 'alice@crepes.fr' }],
      subject: long,
      inReplyTo: ['one@crepes.fr'],
      references: ['zero@crepes.fr', 'one@crepes.fr'],
      'header:X-Posthorn-Test:asText': 'Käse',
      'header:List-Post:asURLs': ['mailto:list@example.org'],
      textBody: [{ partId: 't', type: 'text/plain' }],
      htmlBody: [{ partId: 'h', type: 'text/html' }],
      attachments: [
        { blobId, type: 'image/png', name: 'im.png', cid: 'pic@x', disposition: 'inline' },
        { blobId, type: 'image/png', name: 'Grüße 田.png' },
      ],
      bodyValues: { t: { value: 'Hi\n.\nFrom here' }, h: { value: '<img src="cid:pic@x">' } },
    });
    expect(made).toMatchObject({
      from: [{ name: 'Bob “Burger” Müller', email: 'bob@hamburger.edu' }],
      to: [
        { name: '田中, 太郎', email: 'tanaka@example.jp' },
        { name: null, email: 'alice@crepes.fr' },
      ],
      subject: long,
      inReplyTo: ['one@crepes.fr'],
      references: ['zero@crepes.fr', 'one@crepes.fr'],
      hasAttachment: true,
      attachments: [
        { name: 'im.png', cid: 'pic@x', disposition: 'inline', type: 'image/png', size: picture.length },
        { name: 'Grüße 田.png', disposition: 'attachment', type: 'image/png', size: picture.length },
      ],
    });
    expect(made?.bodyValues[made.textBody[0]?.partId ?? '']?.value).toBe('Hi\n.\nFrom here');
    const headers = await get(made?.id ?? '', { properties: ['header:X-Posthorn-Test:asText', 'header:List-Post:asURLs'] });
    expect(headers).toMatchObject({ 'header:X-Posthorn-Test:asText': 'Käse', 'header:List-Post:asURLs': ['mailto:list@example.org'] });
  });

  test('a draft saved again keeps its attachments, by the parts of the one before', async () => {
    const blobId = await upload(Buffer.from('the file'), 'text/csv');
    const first = await create({
      textBody: [{ partId: 't' }],
      bodyValues: { t: { value: 'one' } },
      attachments: [{ blobId, type: 'text/csv', name: 'a.csv' }],
    });
    const [file] = first?.attachments ?? [];
    const answer = await bob.call('Email/set', {
      create: {
        b: {
          mailboxIds: { [drafts]: true },
          textBody: [{ partId: 't' }],
          bodyValues: { t: { value: 'two' } },
          attachments: [{ blobId: file?.blobId, type: 'text/csv', name: 'a.csv' }],
        },
      },
      destroy: [first?.id],
    });
    expect(answer).toMatchObject({ notCreated: null, destroyed: [first?.id] });
    const second = await get((answer.created as Made).b?.id ?? '');
    expect(second?.attachments).toMatchObject([{ name: 'a.csv', size: 8 }]);
    expect(second?.preview).toBe('two');
  });

  test('an empty draft is a message too', async () => {
    expect(await create({})).toMatchObject({ subject: null, from: null, textBody: [{ type: 'text/plain' }], sentAt: expect.any(String) });
  });

  test.each([
    [{ headers: [] }, ['headers']],
    [{ subject: 'a', 'header:Subject:asText': 'b' }, ['header:Subject:asText']],
    [{ 'header:From:asDate': 'x' }, ['header:From:asDate']],
    [{ 'header:Content-Type': 'text/html' }, ['header:Content-Type']],
    [{ subject: 'a\r\nBcc: victim@example.com' }, ['subject']],
    [{ 'header:X-A': ' a\r\nBcc: victim@example.com' }, ['header:X-A']],
    [{ from: [{ name: 'a\nb', email: 'x@y' }] }, ['from']],
    [{ to: 'bob' }, ['to']],
    [{ bodyStructure: { partId: 'a' }, textBody: [{ partId: 'a' }], bodyValues: { a: { value: '' } } }, ['bodyStructure', 'textBody']],
    [{ textBody: [{ partId: 'a' }] }, ['textBody']],
    [{ textBody: [{ partId: 'a', type: 'text/html' }], bodyValues: { a: { value: '' } } }, ['textBody']],
    [{ htmlBody: [{ partId: 'a' }, { partId: 'a' }], bodyValues: { a: { value: '' } } }, ['htmlBody']],
    [{ textBody: [{ partId: 'a', charset: 'utf-8' }], bodyValues: { a: { value: '' } } }, ['textBody']],
    [{ textBody: [{ partId: 'a' }], bodyValues: { a: { value: '', isTruncated: true } } }, ['bodyValues']],
    [{ attachments: [{ partId: 'a', 'header:Content-Transfer-Encoding': '8bit' }], bodyValues: { a: { value: '' } } }, ['attachments']],
    [{ id: 'M1-1' }, ['id']],
    [{ mailboxIds: {} }, ['mailboxIds']],
    [{ mailboxIds: { 'F1-zzz': true } }, ['mailboxIds']],
    [{ keywords: { 'two words': true } }, ['keywords']],
  ])('%j is refused for %j', async (email, properties) => {
    const { notCreated } = await bob.call('Email/set', { create: { a: { mailboxIds: { [drafts]: true }, ...email } } });
    expect(notCreated).toMatchObject({ a: { type: 'invalidProperties', properties } });
  });

  test('blobs that are not there are all named', async () => {
    const absent = [`U${'0'.repeat(64)}`, 'B1-zzz'];
    const email = { mailboxIds: { [drafts]: true }, attachments: absent.map((blobId) => ({ blobId, type: 'image/png' })) };
    expect((await bob.call('Email/set', { create: { a: email } })).notCreated).toMatchObject({
      a: { type: 'blobNotFound', notFound: absent },
    });
  });

  test('a full account refuses it, and keeps what it has', async () => {
    const full = await TestUser.make('full@hamburger.edu', { quotaBytes: 100 });
    const mailboxIds = { [(await full.mailbox('drafts')).id]: true };
    const email = { mailboxIds, textBody: [{ partId: 't' }], bodyValues: { t: { value: 'x'.repeat(500) } } };
    expect((await full.call('Email/set', { create: { a: email } })).notCreated).toMatchObject({ a: { type: 'overQuota' } });
  });
});

describe('Email/import', () => {
  const text = Buffer.from(letter({ subject: 'Imported', id: 'imp@x' }).replaceAll('\n', '\r\n'));

  test('an uploaded message is stored octet for octet', async () => {
    const blobId = await upload(text, 'message/rfc822');
    const answer = await bob.call('Email/import', {
      emails: { a: { blobId, mailboxIds: { [inbox]: true }, keywords: { $seen: true, Work: true }, receivedAt: '2020-02-29T12:00:00Z' } },
    });
    const made = (answer.created as Made).a;
    expect(made).toMatchObject({ size: text.length });
    expect(await get(made?.id ?? '')).toMatchObject({
      subject: 'Imported',
      receivedAt: '2020-02-29T12:00:00Z',
      keywords: { $seen: true, work: true },
    });
  });

  test('without a date it arrived when the last server had it', async () => {
    const traced = Buffer.concat([
      Buffer.from('Received: from a by b (c; d); Thu, 2 Jan 2020 03:04:05 +0100\r\nReceived: by z; Wed, 1 Jan 2020 00:00:00 +0000\r\n'),
      text,
    ]);
    const answer = await bob.call('Email/import', { emails: { a: { blobId: await upload(traced), mailboxIds: { [inbox]: true } } } });
    expect(await get((answer.created as Made).a?.id ?? '')).toMatchObject({ receivedAt: '2020-01-02T02:04:05Z' });
  });

  test.each([
    [{ blobId: `U${'0'.repeat(64)}` }, ['blobId']],
    [{ mailboxIds: {} }, ['mailboxIds']],
    [{ keywords: { 'a b': true } }, ['keywords']],
    [{ receivedAt: 'today' }, ['receivedAt']],
    [{ nonsense: 1 }, ['nonsense']],
  ])('%j is refused for %j', async (wrong, properties) => {
    const email = { blobId: await upload(text), mailboxIds: { [inbox]: true }, ...wrong };
    expect((await bob.call('Email/import', { emails: { a: email } })).notCreated).toMatchObject({
      a: { type: 'invalidProperties', properties },
    });
  });
});
