import { expect, test } from 'vitest';
import { defaultSettings } from '#lib/settings/account-settings.ts';
import type { ComposeConnection, MethodCall } from '../jmap/connection.ts';
import { emptyDraft } from './draft/draft.ts';
import { cancelSend, saveDraft, sendDraft } from './mail-api.ts';

const identity = {
  ...{ id: 'I1', email: 'alice@crepes.fr', name: 'Alice', replyTo: null, bcc: null },
  textSignature: '',
  htmlSignature: '',
  mayDelete: false,
};
const context = { identities: [identity], draftsId: 'Fd', sentId: 'Fs', settings: defaultSettings };
const draft = {
  ...emptyDraft,
  to: [{ name: null, email: 'bob@hamburger.edu' }],
  bcc: [{ name: null, email: 'BOB@hamburger.edu' }],
  subject: 'Hi',
};

function server(answers: MethodCall[][]): { connection: ComposeConnection; asked: MethodCall[][] } {
  const asked: MethodCall[][] = [];
  const call = (calls: MethodCall[]) => {
    asked.push(calls);
    return Promise.resolve(answers.shift() ?? []);
  };
  return { asked, connection: { accountId: 'A1', maxSizeUpload: 1, uploadUrl: '', downloadUrl: () => '', call } };
}
const made: MethodCall = ['Email/set', { created: { message: { id: 'M9' }, draft: { id: 'M9' } } }, 'make'];

test('a message and its submission go in one request, held for the undo window', async () => {
  const { connection, asked } = server([
    [made, ['EmailSubmission/set', { created: { submission: { id: 'S1' } } }, 'submit']],
    [['Email/set', {}, 'destroy']],
  ]);
  expect(await sendDraft(connection, context, draft, identity, { previousId: 'M8', holdSeconds: 10 })).toEqual({
    ok: true,
    emailId: 'M9',
    submissionId: 'S1',
  });
  const submit = asked[0]?.[1]?.[1] as { create: { submission: { envelope: unknown } }; onSuccessUpdateEmail: unknown };
  expect(submit.create.submission.envelope).toEqual({
    mailFrom: { email: 'alice@crepes.fr', parameters: { HOLDFOR: '10' } },
    rcptTo: [
      { email: 'bob@hamburger.edu', parameters: null },
      { email: 'BOB@hamburger.edu', parameters: null }, // a local part may tell upper from lower case
    ],
  });
  expect(submit.onSuccessUpdateEmail).toEqual({ '#submission': { 'mailboxIds/Fd': null, 'mailboxIds/Fs': true, 'keywords/$draft': null } });
  expect(asked[1]).toEqual([['Email/set', { accountId: 'A1', destroy: ['M8'] }, 'destroy']]);
});

test('a refused submission leaves a draft and says why', async () => {
  const refused: MethodCall = [
    'EmailSubmission/set',
    { notCreated: { submission: { type: 'forbiddenFrom', description: 'Not your address.' } } },
    'submit',
  ];
  const { connection } = server([[made, refused]]);
  expect(await sendDraft(connection, context, draft, identity, { previousId: null, holdSeconds: 0 })).toEqual({
    ok: false,
    emailId: 'M9',
    why: 'Not your address.',
  });
});

test('the previous draft is destroyed only after the new one was made', async () => {
  const { connection, asked } = server([[['Email/set', { notCreated: { draft: { type: 'overQuota' } } }, 'make']]]);
  await expect(saveDraft(connection, context, draft, identity, 'M8')).rejects.toThrow('overQuota');
  expect(asked).toHaveLength(1);
});

test('attachments are known by the parts of the new draft afterwards', async () => {
  const parts = [
    { ...{ blobId: 'B9-3', name: 'menu.pdf', type: 'application/pdf', cid: null }, size: 4 },
    { ...{ blobId: 'B9-2', name: 'a.png', type: 'image/png', cid: 'pic@x' }, size: 4 },
  ];
  const { connection, asked } = server([
    [made],
    [
      ['Email/get', { list: [{ attachments: parts }] }, 'parts'],
      ['Email/set', {}, 'destroy'],
    ],
  ]);
  const attachments = [
    { ...{ blobId: 'B8-2', name: 'a.png', type: 'image/png', cid: 'pic@x' }, size: 4 },
    { ...{ blobId: 'U1', name: 'menu.pdf', type: 'application/pdf', cid: null }, size: 4 },
  ];
  const saved = await saveDraft(connection, context, { ...draft, attachments }, identity, 'M8');
  expect(saved.attachments.map((part) => part.blobId)).toEqual(['B9-2', 'B9-3']);
  expect(asked[1]?.map(([name]) => name)).toEqual(['Email/get', 'Email/set']);
});

test('a message that has gone cannot be taken back', async () => {
  const gone: MethodCall = ['EmailSubmission/set', { updated: null, notUpdated: { S1: { type: 'cannotUnsend' } } }, 'cancel'];
  expect(await cancelSend(server([[gone]]).connection, context, { submissionId: 'S1' })).toBe(false);
  expect(
    await cancelSend(server([[['EmailSubmission/set', { updated: { S1: null } }, 'cancel']]]).connection, context, { submissionId: 'S1' }),
  ).toBe(true);
});

test('what was answered is marked so, once the answer is on its way', async () => {
  const submitted: MethodCall = ['EmailSubmission/set', { created: { submission: { id: 'S1' } } }, 'submit'];
  const { connection, asked } = server([[made, submitted], [['Email/set', {}, 'mark']]]);
  await sendDraft(connection, context, draft, identity, {
    previousId: null,
    holdSeconds: 0,
    original: { emailId: 'M1', keyword: '$answered' },
  });
  expect(asked[1]).toEqual([['Email/set', { accountId: 'A1', update: { M1: { 'keywords/$answered': true } } }, 'mark']]);
});
