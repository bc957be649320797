/** EmailSubmission methods (RFC 8621 §7): sending, holding, taking back. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JmapEmail, JmapSubmission } from '#lib/jmap/types.ts';
import { outgoing } from '#server/jmap/email-submission/outgoing.ts';
import { isMailAddress } from '#server/jmap/email-submission/envelope.ts';
import { startQueueWorker } from '#server/queue/start-worker.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { dropMessage, listQueue } from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { limits } from '#server/jmap/limits.ts';
import { TestUser } from './client.ts';

let alice: TestUser;
let bob: TestUser;
let identityId: string;
let drafts: string;
let sent: string;
beforeAll(async () => {
  alice = await TestUser.make('alice@hamburger.edu', { display: 'Alice' });
  bob = await TestUser.make('bob@hamburger.edu');
  const { list } = await alice.call('Identity/get');
  identityId = (list as { id: string }[])[0]?.id ?? '';
  drafts = (await alice.mailbox('drafts')).id;
  sent = (await alice.mailbox('sent')).id;
});

let emailId: string;
const draft = (more: object = {}) => ({
  mailboxIds: { [drafts]: true },
  keywords: { $draft: true },
  from: [{ name: 'Alice', email: 'alice@hamburger.edu' }],
  to: [{ email: 'bob@hamburger.edu' }],
  bcc: [{ email: 'carol@onion.net' }],
  subject: 'Ketchup',
  textBody: [{ partId: 't' }],
  bodyValues: { t: { value: 'Do you like it?' } },
  ...more,
});
async function make(more: object = {}): Promise<string> {
  const { created } = await alice.call('Email/set', { create: { d: draft(more) } });
  return (created as Record<string, { id: string }>).d?.id ?? '';
}
beforeEach(async () => {
  emailId = await make();
});

type Answer = { created: Record<string, JmapSubmission> | null; notCreated: Record<string, { type: string }> | null };
const submit = async (more: object = {}) =>
  (await alice.call('EmailSubmission/set', { create: { s: { identityId, emailId, ...more } } })) as unknown as Answer;
const mailFrom = (parameters: object | null = null) => ({ email: 'alice@hamburger.edu', parameters });
const to = (...emails: string[]) => emails.map((email) => ({ email, parameters: null }));
const read = async (user: TestUser, id: string) => ((await user.call('Email/get', { ids: [id] })).list as JmapEmail[])[0];

test('a draft is made, sent and filed in one request; the other person has it, without Bcc', async () => {
  const onSuccessUpdateEmail = { '#s': { [`mailboxIds/${drafts}`]: null, [`mailboxIds/${sent}`]: true, 'keywords/$draft': null } };
  const before = (await bob.call('Email/query')).ids as string[];
  const { methodResponses } = await alice.request([
    ['Email/set', { accountId: alice.id, create: { d: draft({ subject: 'At once' }) } }, 'a'],
    [
      'EmailSubmission/set',
      {
        accountId: alice.id,
        create: { s: { identityId, emailId: '#d', envelope: { mailFrom: mailFrom(), rcptTo: to('bob@hamburger.edu') } } },
        onSuccessUpdateEmail,
      },
      'b',
    ],
  ]);
  expect(methodResponses.map(([name, , callId]) => [name, callId])).toEqual([
    ['Email/set', 'a'],
    ['EmailSubmission/set', 'b'],
    ['Email/set', 'b'],
  ]);
  const made = (methodResponses[0]?.[1].created as Record<string, { id: string }>).d?.id ?? '';
  expect(methodResponses[2]?.[1]).toMatchObject({ updated: { [made]: null } });
  expect(await read(alice, made)).toMatchObject({
    mailboxIds: { [sent]: true },
    keywords: {},
    bcc: [{ name: null, email: 'carol@onion.net' }],
  });
  await expect.poll(async () => ((await bob.call('Email/query')).ids as string[]).length).toBe(before.length + 1);
  const [arrived = ''] = ((await bob.call('Email/query')).ids as string[]).filter((id) => !before.includes(id));
  expect(await read(bob, arrived)).toMatchObject({
    subject: 'At once',
    from: [{ name: 'Alice', email: 'alice@hamburger.edu' }],
    bcc: null,
  });
});

test('held, it can be taken back; then nobody gets it, and it is a draft again', async () => {
  const before = (await bob.call('Email/query')).ids as string[];
  const { created } = await submit({ envelope: { mailFrom: mailFrom({ HOLDFOR: '600' }), rcptTo: to('bob@hamburger.edu') } });
  const submission = created?.s;
  expect(submission).toMatchObject({ undoStatus: 'pending' });
  const seconds = (Date.parse(submission?.sendAt ?? '') - Date.now()) / 1000;
  expect(seconds).toBeGreaterThan(590);
  expect(seconds).toBeLessThanOrEqual(600);
  const id = submission?.id ?? '';
  expect((await alice.call('EmailSubmission/get', { ids: [id] })).list).toMatchObject([
    { id, emailId, identityId, undoStatus: 'pending', deliveryStatus: { 'bob@hamburger.edu': { delivered: 'queued' } } },
  ]);
  expect((await alice.call('EmailSubmission/query', { filter: { undoStatus: 'pending', emailIds: [emailId] } })).ids).toEqual([id]);
  const { methodResponses } = await alice.request([
    [
      'EmailSubmission/set',
      {
        accountId: alice.id,
        update: { [id]: { undoStatus: 'canceled' } },
        onSuccessUpdateEmail: { [id]: { 'keywords/$draft': true, 'keywords/$seen': true } },
      },
      'a',
    ],
  ]);
  expect(methodResponses.map(([, args]) => args.updated)).toEqual([{ [id]: null }, { [emailId]: null }]);
  expect((await alice.call('EmailSubmission/get', { ids: [id], properties: ['undoStatus'] })).list).toEqual([
    { id, undoStatus: 'canceled' },
  ]);
  expect((await bob.call('Email/query')).ids).toEqual(before);
  const { list } = await alice.call('DeliveryEvent/get', { submissionIds: [id] });
  expect((list as { type: string }[]).map(({ type }) => type)).toEqual(['submitted', 'queued', 'cancelled']);
});

test('the timeline of what was sent, for its sender; of what came, for who got it', async () => {
  const { created } = await submit({ envelope: { mailFrom: mailFrom({}), rcptTo: to('bob@hamburger.edu') } });
  const timeline = async (who: typeof alice, ids: Record<string, unknown>) => {
    const { list } = await who.call('DeliveryEvent/get', ids);
    return list as { type: string; emailId: string | null; detail: Record<string, unknown> }[];
  };
  const sent = await timeline(alice, { submissionIds: [created?.s?.id] });
  expect(sent.map(({ type }) => type)).toEqual(['submitted', 'delivered']);
  expect(sent[0]?.detail).toMatchObject({ source: 'jmap', user: 'alice@hamburger.edu' });
  expect(sent[1]?.detail).toMatchObject({ rcpt: 'bob@hamburger.edu', code: 250 });
  const [newest] = (await bob.call('Email/query', { sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 })).ids as string[];
  const came = await timeline(bob, { emailIds: [newest] });
  expect(came.map(({ type, emailId: of }) => [type, of])).toEqual([
    ['received', newest],
    ['delivered', newest],
  ]);
  expect(await timeline(alice, { emailIds: [newest] })).toEqual([]);
});

test('held for a mailbox here, it is queued and then delivered, with the reply', async () => {
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
  const { created } = await submit({ envelope: { mailFrom: mailFrom({ HOLDFOR: '600' }), rcptTo: to('Bob@hamburger.edu') } });
  const status = async () => {
    const { list } = await alice.call('EmailSubmission/get', { ids: [created?.s?.id], properties: ['deliveryStatus'] });
    return (list as JmapSubmission[])[0]?.deliveryStatus?.['Bob@hamburger.edu'];
  };
  expect(await status()).toMatchObject({ delivered: 'queued' });
  const stop = await startQueueWorker({ now: () => new Date(Date.now() + 700_000) });
  await expect.poll(status).toEqual({ smtpReply: '250 2.1.5 Delivered here', delivered: 'yes', displayed: 'unknown' });
  await stop();
});

test('HOLDUNTIL too; what has gone cannot be taken back', async () => {
  const sendAt = '2026-12-24T18:00:00Z';
  const held = await submit({ envelope: { mailFrom: mailFrom({ holduntil: sendAt }), rcptTo: to('bob@hamburger.edu') } });
  expect(held.created?.s).toMatchObject({ sendAt, undoStatus: 'pending' });
  const gone = await submit({ envelope: { mailFrom: mailFrom(), rcptTo: to('bob@hamburger.edu') } });
  const id = gone.created?.s?.id ?? '';
  expect(gone.created?.s).toMatchObject({ undoStatus: 'final' });
  const answer = await alice.call('EmailSubmission/set', {
    update: { [id]: { undoStatus: 'canceled' }, 'S1-zzz': { undoStatus: 'canceled' } },
  });
  expect(answer.notUpdated).toMatchObject({ [id]: { type: 'cannotUnsend' }, 'S1-zzz': { type: 'notFound' } });
  expect((await alice.call('EmailSubmission/set', { destroy: [id] })).notDestroyed).toMatchObject({ [id]: { type: 'forbidden' } });
});

test('what is sent later leaves the mailbox for scheduled mail when its time has come', async () => {
  const { created } = await alice.call('Mailbox/set', { create: { b: { name: 'Scheduled', role: 'scheduled' } } });
  const scheduled = (created as Record<string, { id: string }>).b?.id ?? '';
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await submit({ envelope: { mailFrom: mailFrom({ HOLDUNTIL: until }), rcptTo: to('bob@hamburger.edu') } });
  await alice.call('Email/set', { update: { [emailId]: { mailboxIds: { [scheduled]: true }, 'keywords/$draft': null } } });
  const before = (await bob.call('Email/query')).ids as string[];
  const soon = new QueueWorker();
  await soon.drain();
  expect((await read(alice, emailId))?.mailboxIds).toEqual({ [scheduled]: true });
  const later = new QueueWorker({ now: () => new Date(Date.now() + 3_660_000) });
  await later.drain();
  expect((await read(alice, emailId))?.mailboxIds).toEqual({ [sent]: true });
  expect((await bob.call('Email/query')).ids as string[]).toHaveLength(before.length + 1);
});

test('without an envelope it goes from Sender or From to everybody in To, Cc and Bcc', async () => {
  const { created } = await submit();
  expect(created?.s?.envelope).toEqual({ mailFrom: mailFrom(), rcptTo: to('bob@hamburger.edu', 'carol@onion.net') });
  const queued = await listQueue();
  expect(JSON.stringify(queued)).toContain('carol@onion.net');
});

describe('refusals', () => {
  test.each([
    [{ identityId: 'I1-zzz' }, { type: 'invalidProperties', properties: ['identityId'] }],
    [{ emailId: 'M1-zzz' }, { type: 'invalidProperties', properties: ['emailId'] }],
    [{ emailId: '#nobody' }, { type: 'invalidProperties', properties: ['emailId'] }],
    [{ colour: 'red' }, { type: 'invalidProperties', properties: ['colour'] }],
    [{ envelope: { mailFrom: mailFrom(), rcptTo: [] } }, { type: 'noRecipients' }],
    [
      { envelope: { mailFrom: mailFrom(), rcptTo: to('bob', 'x@y z') } },
      { type: 'invalidRecipients', invalidRecipients: ['bob', 'x@y z'] },
    ],
    [
      { envelope: { mailFrom: { email: 'bob@hamburger.edu', parameters: null }, rcptTo: to('bob@hamburger.edu') } },
      { type: 'forbiddenMailFrom' },
    ],
    [{ envelope: { mailFrom: mailFrom({ HOLDFOR: 'soon' }), rcptTo: to('bob@hamburger.edu') } }, { type: 'invalidProperties' }],
    [{ envelope: { mailFrom: mailFrom({ HOLDFOR: '999999999' }), rcptTo: to('bob@hamburger.edu') } }, { type: 'invalidProperties' }],
    [
      { envelope: { mailFrom: mailFrom({ HOLDFOR: '1', HOLDUNTIL: '2026-12-24T18:00:00Z' }), rcptTo: to('b@c') } },
      { type: 'invalidProperties' },
    ],
    [
      { envelope: { mailFrom: mailFrom(), rcptTo: to(...Array.from({ length: 1001 }, (_one, n) => `a${n}@onion.net`)) } },
      { type: 'tooManyRecipients', maxRecipients: 1000 },
    ],
  ])('%j', async (more, error) => {
    expect((await submit(more)).notCreated).toMatchObject({ s: error });
  });

  test('under another name, or under none', async () => {
    for (const field of ['from', 'sender']) {
      emailId = await make({ [field]: [{ email: 'bob@hamburger.edu' }] });
      expect((await submit({ envelope: { mailFrom: mailFrom(), rcptTo: to('bob@hamburger.edu') } })).notCreated).toMatchObject({
        s: { type: 'forbiddenFrom' },
      });
    }
    emailId = await make({ from: null });
    expect((await submit()).notCreated).toMatchObject({ s: { type: 'invalidEmail', properties: ['from'] } });
  });
});

test('EmailSubmission/changes tells of it', async () => {
  const { state } = await alice.call('EmailSubmission/get', { ids: [] });
  const answer = await alice.call('EmailSubmission/set', {
    create: { s: { identityId, emailId, envelope: { mailFrom: mailFrom({ HOLDFOR: '600' }), rcptTo: to('bob@hamburger.edu') } } },
  });
  const id = (answer.created as Record<string, { id: string }>).s?.id ?? '';
  expect(Number(answer.newState)).toBe(Number(answer.oldState) + 1);
  expect(await alice.call('EmailSubmission/changes', { sinceState: state })).toMatchObject({ created: [id], updated: [], destroyed: [] });
});

test('Bcc is cut out with its folded lines, and verdicts in our name; nothing else is touched', () => {
  const header =
    'From: a@x\r\nAuthentication-Results: mx.x; dmarc=pass\r\nBCC: b@x,\r\n c@x\r\nX-Bcc: kept\r\nResent-Bcc : d@x\r\nSubject: Bcc: kept\r\n\r\n';
  const message = Buffer.from(`${header}Bcc: in the body\r\n`);
  expect(outgoing(message, header.length, 'mx.x').toString()).toBe(
    'From: a@x\r\nX-Bcc: kept\r\nSubject: Bcc: kept\r\n\r\nBcc: in the body\r\n',
  );
  expect(outgoing(Buffer.from('bcc: x@y\n\nhi'), 10, 'mx.x').toString()).toBe('\nhi');
});

test.each([
  ['bob@hamburger.edu', true],
  ['b.o+b@a-b.c', true],
  ['jörg@bücher.example', true],
  ['bob', false],
  ['bob@', false],
  ['@x', false],
  ['a b@x', false],
  ['a@b@c', false],
  ['a@b..c', false],
  ['a@-b', false],
  ['a\r\nRCPT TO:<x>@b', false],
])('%j is an address: %s', (email, expected) => {
  expect(isMailAddress(email)).toBe(expected);
});

// RFC 8620 §5.1
test('all of them at once are asked for only as long as they are few enough', async () => {
  const carol = await TestUser.make('carol@hamburger.edu');
  const insert = `insert into submission (account_id, submission_id, email_id, thread_id, identity_id, envelope, send_at, undo_status, modseq, created_modseq)
    select $1, 1000000 + n, 1, 1, 1, '{"mailFrom":{"email":"carol@hamburger.edu"},"rcptTo":[]}', now(), 'final', 1, 1 from generate_series(1, $2::int) n`;
  await database().pool.query(insert, [carol.accountId, limits.maxObjectsInGet]);
  expect((await carol.call('EmailSubmission/get', { properties: ['id'] })).list).toHaveLength(limits.maxObjectsInGet);
  await database().pool.query(insert.replace('1000000', '2000000'), [carol.accountId, 1]);
  expect(await carol.failure('EmailSubmission/get')).toMatchObject({ type: 'requestTooLarge' });
  const { ids } = await carol.call('EmailSubmission/query', { limit: 3 });
  expect((await carol.call('EmailSubmission/get', { ids })).list).toHaveLength(3);
});
