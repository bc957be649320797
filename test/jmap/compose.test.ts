/** What the composer asks of the server, and a window's draft, against the real handler: saved, sent, taken back, and answers that are lost. */
import '../in-english.ts';
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { DraftSession } from '#client/compose/draft/draft-session.ts';
import { emptyDraft } from '#client/compose/draft/draft.ts';
import { cancelSend, loadContext, saveDraft, sendDraft, type ComposeContext } from '#client/compose/mail-api.ts';
import type { Identity } from '#client/compose/email-types.ts';
import type { JmapConnection, MethodCall } from '#client/jmap/connection.ts';
import type { JmapEmail, JmapSubmission } from '#lib/jmap/types.ts';
import { addAlias, removeAlias } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let alice: TestUser;
let connection: JmapConnection;
/** The next answer does not come, though what was asked for is done. */
let answerIsLost: (calls: MethodCall[]) => boolean;
let users = 0;

beforeEach(async () => {
  become(await TestUser.make(`alice${++users}@crepes.fr`, { display: 'Alice' }));
});

function become(user: TestUser): void {
  alice = user;
  answerIsLost = () => false;
  connection = {
    ...{ accountId: alice.id, maxSizeUpload: 10, uploadUrl: '', downloadUrl: () => '' },
    call: async (calls) => {
      const { methodResponses } = await alice.request(calls as Parameters<TestUser['request']>[0]);
      if (answerIsLost(calls)) throw new TypeError('Failed to fetch');
      return methodResponses as MethodCall[];
    },
  };
}

/** What is in a mailbox, newest first. */
async function emailsIn(role: 'drafts' | 'sent'): Promise<JmapEmail[]> {
  const { id } = await alice.mailbox(role);
  const { ids } = await alice.call('Email/query', { filter: { inMailbox: id }, sort: [{ property: 'receivedAt', isAscending: false }] });
  return (await alice.call('Email/get', { ids, fetchTextBodyValues: true })).list as JmapEmail[];
}
const idsIn = async (role: 'drafts' | 'sent') => (await emailsIn(role)).map(({ id }) => id);
const textsIn = async (role: 'drafts' | 'sent') =>
  (await emailsIn(role)).map(({ bodyValues }) => Object.values(bodyValues ?? {})[0]?.value.trim());
async function submissions(): Promise<JmapSubmission[]> {
  const { ids } = await alice.call('EmailSubmission/query');
  return (await alice.call('EmailSubmission/get', { ids })).list as JmapSubmission[];
}
const keywordsOf = async (id: string) => ((await alice.call('Email/get', { ids: [id] })).list as JmapEmail[])[0]?.keywords;
function identityOf({ identities: [own] }: ComposeContext): Identity {
  if (!own) throw new Error('no identity');
  return own;
}
const recipient = (email: string) => ({ name: null, email });
const draft = {
  ...emptyDraft,
  to: [recipient('bob@hamburger.edu')],
  bcc: [recipient('BOB@hamburger.edu')],
  subject: 'Hi',
  html: '<div>Hi</div>',
};

describe('a draft and its message', () => {
  let context: ComposeContext;
  let identity: Identity;
  beforeEach(async () => {
    context = await loadContext(connection);
    identity = identityOf(context);
  });

  test('are sent with their submission in one request, held for the undo window; the version before goes', async () => {
    const before = await saveDraft(connection, context, draft, identity, null);
    const sent = await sendDraft(connection, context, draft, identity, { previousId: before.emailId, holdSeconds: 600 });
    if (!sent.ok) throw new Error(sent.why);
    const [submission] = await submissions();
    expect(submission).toMatchObject({ id: sent.submissionId, emailId: sent.emailId, undoStatus: 'pending' });
    expect(submission?.envelope?.rcptTo.map(({ email }) => email)).toEqual([
      'bob@hamburger.edu',
      'BOB@hamburger.edu', // a local part may tell upper from lower case
    ]);
    expect([await idsIn('drafts'), await idsIn('sent'), await keywordsOf(sent.emailId)]).toEqual([[], [sent.emailId], { $seen: true }]);
  });

  test('a refused submission leaves a draft and says why', async () => {
    const before = await saveDraft(connection, context, draft, identity, null);
    const stranger = { ...identity, email: 'king@crepes.fr' };
    const sent = await sendDraft(connection, context, draft, stranger, { previousId: before.emailId, holdSeconds: 0 });
    expect(sent).toMatchObject({ ok: false, why: expect.stringContaining('king@crepes.fr') as unknown });
    expect([await idsIn('drafts'), await submissions()]).toEqual([[sent.emailId], []]);
  });

  test('the version before goes only after the new one was made', async () => {
    become(await TestUser.make(`full${users}@crepes.fr`, { quotaBytes: 3000 }));
    const own = await loadContext(connection);
    const before = await saveDraft(connection, own, draft, identityOf(own), null);
    const large = { ...draft, html: `<div>${'a'.repeat(3000)}</div>` };
    await expect(saveDraft(connection, own, large, identityOf(own), before.emailId)).rejects.toThrow();
    expect(await idsIn('drafts')).toEqual([before.emailId]);
  });

  test('attachments are known by the parts of the new version, so that the next one finds them', async () => {
    const upload = async (data: string, type: string) => {
      const { created } = await alice.call('Blob/upload', { create: { b: { data: [{ 'data:asText': data }], type } } });
      return (created as Record<string, { id: string }>).b?.id ?? '';
    };
    const attachments = [
      { ...{ blobId: await upload('pict', 'image/png'), name: 'a.png', type: 'image/png', cid: 'pic@x' }, size: 4 },
      { ...{ blobId: await upload('menu', 'application/pdf'), name: 'menu.pdf', type: 'application/pdf', cid: null }, size: 4 },
    ];
    const html = '<div><img src="cid:pic@x">Hi</div>';
    const first = await saveDraft(connection, context, { ...draft, html, attachments }, identity, null);
    expect(first.attachments.map(({ name }) => name)).toEqual(['a.png', 'menu.pdf']);
    expect(first.attachments.map(({ blobId }, at) => blobId === attachments[at]?.blobId)).toEqual([false, false]);
    const second = await saveDraft(connection, context, { ...draft, html, attachments: first.attachments }, identity, first.emailId);
    const [kept] = await emailsIn('drafts');
    expect([kept?.id, kept?.attachments?.map(({ name, size }) => [name, size])]).toEqual([
      second.emailId,
      [
        ['a.png', 4],
        ['menu.pdf', 4],
      ],
    ]);
  });

  test('what is held is taken back as a draft; what has gone is not', async () => {
    await TestUser.make(`bob${users}@crepes.fr`);
    const here = { ...draft, to: [recipient(`bob${users}@crepes.fr`)], bcc: [] };
    const held = await sendDraft(connection, context, here, identity, { previousId: null, holdSeconds: 600 });
    const gone = await sendDraft(connection, context, here, identity, { previousId: null, holdSeconds: 0 });
    if (!held.ok || !gone.ok) throw new Error('not sent');
    expect([await cancelSend(connection, context, held), await cancelSend(connection, context, gone)]).toEqual([true, false]);
    expect([await idsIn('drafts'), await idsIn('sent'), await keywordsOf(held.emailId)]).toMatchObject([
      [held.emailId],
      [gone.emailId],
      { $draft: true },
    ]);
  });

  test('what was answered is marked so, once the answer is on its way', async () => {
    await alice.receive(letter({ subject: 'Lunch?' }));
    const [emailId = ''] = (await alice.call('Email/query', { filter: { subject: 'Lunch' } })).ids as string[];
    const original = { emailId, keyword: '$answered' } as const;
    const stranger = { ...identity, email: 'king@crepes.fr' };
    await sendDraft(connection, context, draft, stranger, { previousId: null, holdSeconds: 600, original });
    expect(await keywordsOf(emailId)).toEqual({});
    await sendDraft(connection, context, draft, identity, { previousId: null, holdSeconds: 600, original });
    expect(await keywordsOf(emailId)).toEqual({ $answered: true });
  });
});

describe('a window', () => {
  async function opened(): Promise<DraftSession> {
    const session = new DraftSession({ connection, now: () => new Date(0), newId: randomUUID });
    await session.load({ kind: 'new', to: 'bob@hamburger.edu', subject: 'Pickles' });
    return session;
  }

  test('a new message is filled in from its request, and is not saved before it is changed', async () => {
    const session = await opened();
    expect(session.store.getState()).toMatchObject({ phase: 'ready', draft: { subject: 'Pickles' } });
    await session.close();
    expect(await idsIn('drafts')).toEqual([]);
  });

  test('each save makes a new draft and destroys the one before', async () => {
    const session = await opened();
    for (const html of ['<div>one</div>', '<div>two</div>']) {
      session.edit({ html });
      await session.flush();
    }
    expect(session.store.getState().save.kind).toBe('saved');
    expect(await textsIn('drafts')).toEqual(['two']);
    await session.close();
  });

  test('sending holds the message for the undo window of the settings and destroys the saved draft', async () => {
    await alice.call('Settings/set', { update: { singleton: { undoSeconds: 20 } } });
    const session = await opened();
    session.edit({ html: '<div>one</div>' });
    await session.flush();
    const sent = await session.send();
    expect(sent).toMatchObject({ holdSeconds: 20 });
    const [submission, ...more] = await submissions();
    expect([submission?.id, submission?.undoStatus, more]).toEqual([sent?.submissionId, 'pending', []]);
    expect(Math.abs(Date.parse(submission?.sendAt ?? '') - Date.now() - 20_000)).toBeLessThan(15_000);
    expect([await idsIn('drafts'), await idsIn('sent')]).toEqual([[], [sent?.emailId]]);
  });

  test('a wrong recipient is named, also when the editor tells of a change afterwards; nothing is sent', async () => {
    const session = await opened();
    session.edit({ to: [recipient('bob')] });
    expect(await session.send()).toBeNull();
    session.edit({ html: '<div>x</div>' });
    expect(session.store.getState().problem).toMatch(/“bob”/);
    session.edit({ to: [] });
    expect(session.store.getState().problem).toBeNull();
    expect(await submissions()).toEqual([]);
    await session.discard();
  });

  test('a refused submission leaves the window open with the reason, and a second try sends', async () => {
    const alias = `pancakes${users}@crepes.fr`;
    await addAlias(alias, [alice.user.login]);
    const { created } = await alice.call('Identity/set', { create: { a: { email: alias, name: 'Pancakes' } } });
    const session = await opened();
    session.edit({ identityId: (created as Record<string, { id: string }>).a?.id ?? '', html: '<div>one</div>' });
    await removeAlias(alias);
    expect(await session.send()).toBeNull();
    expect(session.store.getState()).toMatchObject({ phase: 'ready', problem: expect.stringContaining(alias) as unknown });
    expect(session.store.getState().problem).toMatch(/^The message was not sent\. /);
    await addAlias(alias, [alice.user.login]);
    expect(await session.send()).toMatchObject({ submissionId: expect.any(String) as unknown });
    expect([await submissions(), await idsIn('drafts')]).toMatchObject([[{}], []]);
  });

  test('a save whose answer is lost is found again: there is one draft, with what was written last', async () => {
    const session = await opened();
    answerIsLost = (calls) => calls.some(([, args]) => 'create' in args);
    session.edit({ html: '<div>one</div>' });
    await session.flush();
    expect(session.store.getState().save).toMatchObject({ kind: 'failed', offline: true });
    answerIsLost = () => false;
    session.edit({ html: '<div>two</div>' });
    await session.flush();
    expect(await textsIn('drafts')).toEqual(['two']);
    await session.close();
  });

  test('a message whose answer is lost is sent once, however often it is asked for', async () => {
    const session = await opened();
    session.edit({ html: '<div>one</div>' });
    answerIsLost = (calls) => calls.some(([name]) => name === 'EmailSubmission/set');
    expect(await session.send()).toBeNull();
    expect(session.store.getState().problem).toMatch(/it goes only once/);
    answerIsLost = () => false;
    const sent = await session.send();
    expect((await submissions()).map(({ id }) => id)).toEqual([sent?.submissionId]);
    expect([await idsIn('drafts'), await idsIn('sent')]).toEqual([[], [sent?.emailId]]);
  });

  test('a file above the limit is refused before it is sent', async () => {
    const session = await opened();
    session.attach([new File([new Uint8Array(11)], 'big.bin')]);
    const [file] = session.store.getState().files;
    expect(file).toMatchObject({ state: 'failed' });
    session.removeFile(file?.key ?? '');
    expect(session.store.getState().files).toEqual([]);
    await session.discard();
  });
});
