/** What the junk filter tells by JMAP: the property `spam` of an Email, and mail that is held. */
import { beforeAll, expect, test } from 'vitest';
import { emailWireId } from '#lib/ids.ts';
import { spamField, verdictOf } from '#lib/spam/reasons.ts';
import { renderMessage } from '#lib/message/render.ts';
import { deliver, putBlob, putQuarantined } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let carol: TestUser;
beforeAll(async () => {
  bob = await TestUser.make('bob@junk.example');
  carol = await TestUser.make('carol@junk.example');
});
const reasons = [
  { name: 'first', points: 0.5, text: 'First mail of this sender' },
  { name: 'spf', points: 5.26, text: 'x.example does not let "that" server send (SPF)' },
];

test('Email/get tells the verdict and its reasons when it is asked', async () => {
  const message = Buffer.from(letter({ subject: 'pills' }));
  const prefix = Buffer.from(`Return-Path: <a@x.example>\r\n${spamField(verdictOf(reasons, 5, false))}`);
  const [mailbox, blob] = [await bob.mailbox('junk'), await putBlob(message)];
  const rendered = renderMessage(Buffer.concat([prefix, message]));
  const done = await deliver([{ accountId: bob.accountId, mailboxIds: [mailbox.number], blob, prefix, rendered }]);
  const id = emailWireId(bob.accountId, done.ok ? (done.value[0]?.emailId ?? 0) : 0);
  const plain = emailWireId(bob.accountId, (await bob.receive(letter({ subject: 'plain' }))).emailId);
  const { list } = await bob.call('Email/get', { ids: [id, plain], properties: ['spam'] });
  expect(list).toEqual([
    {
      id,
      spam: {
        ...{ isJunk: true, score: 5.8, needed: 5 },
        reasons: [
          { name: 'spf', points: 5.3, text: "x.example does not let 'that' server send (SPF)" },
          { name: 'first', points: 0.5, text: 'First mail of this sender' },
        ],
      },
    },
    { id: plain, spam: null },
  ]);
});

test('HeldEmail: each sees what is held for them, and can forsake it', async () => {
  const blob = await putBlob(Buffer.from(letter({ subject: 'worm' })));
  const id = await putQuarantined({
    ...{ mailFrom: 'a@x.example', rcpts: ['all@junk.example'], accountIds: [bob.accountId, carol.accountId], remote: [] },
    ...{ author: 'a@x.example', subject: 'worm', blob, prefix: Buffer.alloc(0), smtputf8: false, score: 100, traceId: 'x' },
    ...{ reasons: [{ name: 'virus', points: 100, text: 'ClamAV found Worm' }], expiresAt: new Date('2030-01-01T00:00:00Z') },
  });
  expect(id).toBeGreaterThan(0);
  const seen = async (user: TestUser) => (await user.call('HeldEmail/get', { ids: null })).list as { id: string }[];
  const [held, ...more] = await seen(bob);
  expect(more).toEqual([]);
  expect(held).toMatchObject({
    ...{ from: 'a@x.example', to: ['all@junk.example'], subject: 'worm', score: 100, expiresAt: '2030-01-01T00:00:00Z' },
    reasons: [{ name: 'virus', points: 100, text: 'ClamAV found Worm' }],
  });
  const answer = await bob.call('HeldEmail/set', { destroy: [held?.id ?? '', 'Hx-99'], update: { [held?.id ?? '']: {} } });
  expect(answer).toMatchObject({ destroyed: [held?.id], notDestroyed: { 'Hx-99': { type: 'notFound' } } });
  expect(answer.notUpdated).toMatchObject({ [held?.id ?? '']: { type: 'forbidden' } });
  expect([await seen(bob), (await seen(carol)).length]).toEqual([[], 1]);
});
