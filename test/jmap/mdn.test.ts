/** MDN/send and MDN/parse (RFC 9007): asked for by a header, sent once, with a null sender, read by whoever gets it. */
import { beforeAll, expect, test } from 'vitest';
import { emailWireId } from '#lib/ids.ts';
import { limits } from '#server/jmap/limits.ts';
import { TestUser } from './client.ts';

let alice: TestUser;
let bob: TestUser;
let identityId: string;
beforeAll(async () => {
  alice = await TestUser.make('alice@mdn.example', { display: 'Alice' });
  bob = await TestUser.make('bob@mdn.example');
  const { list } = await alice.call('Identity/get');
  identityId = (list as { id: string }[])[0]?.id ?? '';
});

const disposition = { actionMode: 'manual-action', sendingMode: 'mdn-sent-manually', type: 'displayed' };
let count = 0;
async function letter(headers: string): Promise<{ id: string; messageId: string }> {
  const messageId = `<letter-${++count}@mdn.example>`;
  const { emailId } = await alice.receive(
    `From: Bob <bob@mdn.example>\r\nTo: alice@mdn.example\r\nMessage-ID: ${messageId}\r\nSubject: World domination\r\n${headers}\r\nNow?\r\n`,
  );
  return { id: emailWireId(alice.accountId, emailId), messageId };
}
const wants = 'Disposition-Notification-To: Bob <bob@mdn.example>\r\n';
const noted = { '#k': { 'keywords/$mdnsent': true } };

async function send(mdn: Record<string, unknown>, more: Record<string, unknown> = { onSuccessUpdateEmail: noted }) {
  const { methodResponses } = await alice.request([
    ['MDN/send', { accountId: alice.id, identityId, send: { k: { disposition, ...mdn } }, ...more }, 'c'],
  ]);
  return methodResponses as [string, Record<string, unknown>, string][];
}

test('a receipt goes to who asked, once, and can be read there', async () => {
  const { id, messageId } = await letter(`${wants}Original-Recipient: rfc822; alice@old.example\r\n`);
  const answers = await send({ forEmailId: id, subject: 'Lu : crêpes', textBody: 'Elle l’a lu.', extensionFields: { 'X-Mood': 'good' } });
  expect(answers.map(([name]) => name)).toEqual(['MDN/send', 'Email/set']);
  expect(answers[0]?.[1]).toMatchObject({
    sent: {
      k: { finalRecipient: 'rfc822; alice@mdn.example', originalMessageId: messageId, originalRecipient: 'rfc822; alice@old.example' },
    },
    notSent: null,
  });
  expect(answers[1]?.[1].updated).toEqual({ [id]: null });
  const inbox = await bob.mailbox('inbox');
  const { ids } = await bob.call('Email/query', { filter: { inMailbox: inbox.id } });
  expect(ids).toHaveLength(1);
  const { list } = await bob.call('Email/get', {
    ids,
    properties: ['blobId', 'from', 'subject', 'header:Return-Path', 'header:Auto-Submitted:asText'],
  });
  const [mail] = list as Record<string, unknown>[];
  expect(mail).toMatchObject({
    from: [{ name: 'Alice', email: 'alice@mdn.example' }],
    subject: 'Lu : crêpes',
    'header:Return-Path': ' <>',
  });
  const blobId = String(mail?.blobId);
  const { parsed } = await bob.call('MDN/parse', { blobIds: [blobId, 'nothing'] });
  expect((parsed as Record<string, object>)[blobId]).toMatchObject({
    forEmailId: null, // bob's own copy is not here
    ...{ subject: 'Lu : crêpes', disposition, originalMessageId: messageId, finalRecipient: 'rfc822; alice@mdn.example' },
    ...{ extensionFields: { 'x-mood': 'good' }, includeOriginalMessage: false, error: null },
  });
  expect((parsed as Record<string, { textBody: string }>)[blobId]?.textBody.trim()).toBe('Elle l’a lu.');
  expect((await send({ forEmailId: id }))[0]?.[1]).toMatchObject({ sent: null, notSent: { k: { type: 'mdnAlreadySent' } } });
});

test('one receipt for one message, however often a request asks for it', async () => {
  const { id } = await letter(wants);
  const mdn = { disposition, forEmailId: id };
  const patch = { 'keywords/$mdnsent': true };
  const [first] = (
    await alice.request([
      ['MDN/send', { accountId: alice.id, identityId, send: { a: mdn, b: mdn }, onSuccessUpdateEmail: { '#a': patch, '#b': patch } }, 'c'],
    ])
  ).methodResponses;
  expect(first?.[1]).toMatchObject({ sent: { a: {} }, notSent: { b: { type: 'mdnAlreadySent' } } });
  const many = Object.fromEntries(Array.from({ length: limits.maxObjectsInSet + 1 }, (_one, n) => [`k${n}`, mdn]));
  expect(await alice.failure('MDN/send', { identityId, send: many })).toMatchObject({ type: 'requestTooLarge' });
});

test('the original comes along octet for octet', async () => {
  const { id } = await letter(`${wants}X-Mood: crêpes\r\n`);
  const inbox = await bob.mailbox('inbox');
  const newest = { filter: { inMailbox: inbox.id }, sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 };
  for (const includeOriginalMessage of [true, false]) {
    await alice.call('Email/set', { update: { [id]: { 'keywords/$mdnsent': null } } });
    expect((await send({ forEmailId: id, includeOriginalMessage }))[0]?.[1].notSent).toBeNull();
    const { ids } = await bob.call('Email/query', newest);
    const { list } = await bob.call('Email/get', { ids, properties: ['bodyStructure'] });
    const [{ bodyStructure }] = list as [{ bodyStructure: { subParts: { blobId: string }[] } }];
    const { list: blobs } = await bob.call('Blob/get', { ids: [bodyStructure.subParts[2]?.blobId], properties: ['data:asText'] });
    expect((blobs as Record<string, string>[])[0]?.['data:asText']).toContain('X-Mood: crêpes\r\n');
  }
});

test('refusals', async () => {
  const { id } = await letter(wants);
  const plain = await letter('');
  const odd = await letter('Disposition-Notification-To: nonsense\r\n');
  const why = async (mdn: Record<string, unknown>, more?: Record<string, unknown>) =>
    ((await send(mdn, more))[0]?.[1].notSent as Record<string, { type: string; properties?: string[] }> | null)?.k;
  expect(await why({ forEmailId: plain.id })).toMatchObject({ type: 'notFound' });
  expect(await why({ forEmailId: odd.id })).toMatchObject({ type: 'notFound' });
  expect(await why({ forEmailId: 'M1-zz' })).toMatchObject({ type: 'notFound' });
  expect(await why({ forEmailId: id, finalRecipient: 'rfc822; bob@mdn.example' })).toMatchObject({ type: 'forbiddenFrom' });
  expect(await why({ forEmailId: id, disposition: { ...disposition, sendingMode: 'mdn-sent-automatically' } })).toMatchObject({
    type: 'forbidden',
  });
  expect(await why({ forEmailId: id, disposition: { ...disposition, type: 'eaten' } })).toMatchObject({
    type: 'invalidProperties',
    properties: ['disposition'],
  });
  expect(await why({ forEmailId: id, subject: 'a\r\nBcc: everyone@x.example' })).toMatchObject({ properties: ['subject'] });
  expect(await why({ forEmailId: id }, {})).toMatchObject({ type: 'invalidProperties', properties: ['onSuccessUpdateEmail'] });
  expect(await why({ forEmailId: id }, { onSuccessUpdateEmail: { '#k': { 'keywords/$seen': true } } })).toMatchObject({
    type: 'invalidProperties',
  });
  const failed = await alice.failure('MDN/send', { identityId: 'I1-zz', send: {} });
  expect(failed.type).toBe('invalidArguments');
});

test('what is no receipt is not read as one', async () => {
  const { id } = await letter(wants);
  const { list } = await alice.call('Email/get', { ids: [id], properties: ['blobId'] });
  const blobId = (list as { blobId: string }[])[0]?.blobId ?? '';
  expect(await alice.call('MDN/parse', { blobIds: [blobId, 'M1-none'] })).toMatchObject({
    parsed: null,
    notParsable: [blobId],
    notFound: ['M1-none'],
  });
});
