/** Mailboxes that other accounts share (RFC 8621 §1.6.1, §2: myRights; the rights are those that RFC 4314 gives by IMAP). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionResource } from '#server/jmap/session.ts';
import { checkStore, closeDatabase, createMailbox, deliver, indexPending, putBlob, setGrant } from '#server/store/index.ts';
import { renderMessage } from '#lib/message/render.ts';
import { emailWireId, mailboxWireId } from '#lib/ids.ts';
import { letter, TestUser } from './client.ts';

let alice: TestUser;
let bob: TestUser;
let team: { id: string; number: number };
let secret: { id: string; number: number };
/** In Team; in Secret; in both. */
let [shown, hidden, both]: string[] = [];

beforeAll(async () => {
  alice = await TestUser.make('alice@crepes.fr');
  bob = await TestUser.make('bob@crepes.fr');
  const make = async (name: string, parentId: number | null = null) => {
    const made = await createMailbox(alice.accountId, { name, parentId });
    if (!made.ok) throw new Error(made.reason);
    return { id: mailboxWireId(alice.accountId, made.value.mailboxId), number: made.value.mailboxId };
  };
  secret = await make('Secret');
  team = await make('Team', secret.number);
  const put = async (subject: string, mailboxIds: number[], id: string, inReplyTo?: string) => {
    const bytes = Buffer.from(
      letter({ subject, id, ...(inReplyTo ? { inReplyTo } : {}), body: `body of ${subject}` }).replaceAll('\n', '\r\n'),
    );
    const item = { accountId: alice.accountId, mailboxIds, blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) };
    const done = await deliver([item]);
    if (!done.ok) throw new Error(done.reason);
    return emailWireId(alice.accountId, done.value[0]?.emailId ?? 0);
  };
  shown = await put('plans', [team.number], 'a@x');
  hidden = await put('Re: plans', [secret.number], 'b@x', 'a@x');
  both = await put('minutes', [team.number, secret.number], 'c@x');
  while ((await indexPending(100)) > 0);
});
afterAll(async () => {
  expect(await checkStore()).toEqual([]);
  await closeDatabase();
});

const share = (rights: string | null, box = team) => setGrant(alice.accountId, box.number, bob.accountId, rights);
/** As bob, in Alice's account. */
const inHers = (name: string, args: object = {}) => bob.call(name, { accountId: alice.id, ...args });
type Answer = Record<string, Record<string, { type: string }> | null>;
const update = async (id: string | undefined, patch: object) =>
  (await inHers('Email/set', { update: { [id ?? '']: patch } })) as unknown as Answer;
const subjects = async (args: object) => {
  const { ids } = await inHers('Email/query', args);
  return ((await inHers('Email/get', { ids, properties: ['subject'] })).list as { subject: string }[]).map(({ subject }) => subject).sort();
};

test('nothing is shared: the account is not there', async () => {
  expect(Object.keys((await sessionResource(bob.user, 'http://x')).accounts)).toEqual([bob.id]);
  expect(await bob.failure('Mailbox/get', { accountId: alice.id })).toEqual({ type: 'accountNotFound' });
});

describe('to be read', () => {
  beforeAll(() => share('lr'));

  test('the session names the account, for mail alone, and its state has changed', async () => {
    const session = await sessionResource(bob.user, 'http://x');
    expect(session.accounts[alice.id]).toMatchObject({ name: 'alice@crepes.fr', isPersonal: false, isReadOnly: true });
    expect(Object.keys(session.accounts[alice.id]?.accountCapabilities ?? {})).toEqual(['urn:ietf:params:jmap:mail']);
    expect(session.primaryAccounts['urn:ietf:params:jmap:mail']).toBe(bob.id);
    await share(null);
    expect((await sessionResource(bob.user, 'http://x')).state).not.toBe(session.state);
    await share('lr');
  });

  test('the mailbox with its rights, its own counts, and no parent that is not shared', async () => {
    expect((await inHers('Mailbox/get')).list).toMatchObject([
      {
        ...{ id: team.id, name: 'Team', parentId: null, totalEmails: 2, isSubscribed: false },
        myRights: {
          ...{ mayReadItems: true, mayAddItems: false, mayRemoveItems: false, maySetSeen: false, maySetKeywords: false },
          ...{ mayCreateChild: false, mayRename: false, mayDelete: false, maySubmit: false },
        },
      },
    ]);
    expect((await inHers('Mailbox/query', { filter: { name: 's' } })).ids).toEqual([]);
    expect((await inHers('Mailbox/query')).ids).toEqual([team.id]);
    expect((await inHers('Mailbox/get', { ids: [secret.id] })).notFound).toEqual([secret.id]);
  });

  test('emails, threads, searches and snippets: of what he may read, and not a trace of the rest', async () => {
    expect(await subjects({})).toEqual(['minutes', 'plans']);
    expect(await subjects({ filter: { text: 'plans' } })).toEqual(['plans']);
    expect(await subjects({ filter: { inMailbox: secret.id } })).toEqual([]);
    expect(await subjects({ filter: { operator: 'NOT', conditions: [{ inMailbox: secret.id }] } })).toEqual(['minutes', 'plans']);
    expect(await subjects({ filter: { inMailboxOtherThan: [team.id] } })).toEqual([]);
    expect(await subjects({ filter: { inMailboxOtherThan: [secret.id] } })).toEqual(['minutes', 'plans']);
    expect((await inHers('Email/query', { calculateTotal: true, collapseThreads: true })).total).toBe(2);
    expect(await bob.failure('Email/query', { accountId: alice.id, filter: { someInThreadHaveKeyword: '$seen' } })).toMatchObject({
      type: 'unsupportedFilter',
    });
    const { list, notFound } = await inHers('Email/get', { ids: [shown, hidden, both], properties: ['mailboxIds', 'threadId', 'preview'] });
    expect(notFound).toEqual([hidden]);
    expect(list).toMatchObject([{ mailboxIds: { [team.id]: true } }, { mailboxIds: { [team.id]: true } }]);
    expect(Object.keys((list as { mailboxIds: object }[])[1]?.mailboxIds ?? {})).toEqual([team.id]);
    const threadId = (list as { threadId: string }[])[0]?.threadId ?? '';
    expect((await alice.call('Thread/get', { ids: [threadId] })).list).toMatchObject([{ emailIds: [shown, hidden] }]);
    expect((await inHers('Thread/get', { ids: [threadId] })).list).toEqual([{ id: threadId, emailIds: [shown] }]);
    const snippets = await inHers('SearchSnippet/get', { filter: { text: 'plans' }, emailIds: [shown, hidden] });
    expect([(snippets.list as unknown[]).length, snippets.notFound]).toEqual([1, [hidden]]);
  });

  test('changes are told as one word', async () => {
    const { state } = await inHers('Email/get', { ids: [] });
    for (const name of ['Email/changes', 'Mailbox/changes', 'Thread/changes']) {
      expect(await inHers(name, { sinceState: state })).toMatchObject({ created: [], updated: [], destroyed: [], newState: state });
      expect(await bob.failure(name, { accountId: alice.id, sinceState: '1' })).toEqual({ type: 'cannotCalculateChanges' });
    }
    expect(await bob.failure('Email/queryChanges', { accountId: alice.id, sinceQueryState: state })).toEqual({
      type: 'cannotCalculateChanges',
    });
  });

  test('nothing is written: the account is read-only', async () => {
    expect(await bob.failure('Email/set', { accountId: alice.id, update: { [shown ?? '']: { 'keywords/$seen': true } } })).toEqual({
      type: 'accountReadOnly',
    });
  });

  test('copied into his own account: the bytes, keywords and date; not what he may not read', async () => {
    const inbox = (await bob.mailbox('inbox')).id;
    const copied = await bob.call('Email/copy', {
      fromAccountId: alice.id,
      create: {
        a: { id: shown, mailboxIds: { [inbox]: true }, keywords: { $flagged: true } },
        b: { id: hidden, mailboxIds: { [inbox]: true } },
        c: { id: shown },
      },
    });
    expect(copied.notCreated).toMatchObject({ b: { type: 'notFound' }, c: { type: 'invalidProperties', properties: ['mailboxIds'] } });
    const { id } = (copied.created as Record<string, { id: string }>).a as { id: string };
    expect((await bob.call('Email/get', { ids: [id], properties: ['subject', 'keywords'] })).list).toEqual([
      { id, subject: 'plans', keywords: { $flagged: true } },
    ]);
    expect(await bob.failure('Email/copy', { fromAccountId: alice.id, ifFromInState: '1', create: {} })).toEqual({ type: 'stateMismatch' });
    expect(await bob.failure('Email/copy', { fromAccountId: bob.id, create: {} })).toMatchObject({ type: 'invalidArguments' });
    expect(await bob.failure('Email/copy', { fromAccountId: 'A999', create: {} })).toEqual({ type: 'fromAccountNotFound' });
  });
});

describe('each right by itself (RFC 8621 §2)', () => {
  const refused = { type: 'forbidden' };

  test('seen and keywords: s and w, for all mailboxes that the email is in', async () => {
    await share('lrs');
    expect((await update(shown, { 'keywords/$seen': true })).updated).toEqual({ [shown ?? '']: null });
    expect((await update(shown, { 'keywords/$flagged': true })).notUpdated).toMatchObject({ [shown ?? '']: refused });
    expect((await update(shown, { keywords: {} })).notUpdated).toMatchObject({ [shown ?? '']: refused });
    // It is in a mailbox too that is not shared.
    expect((await update(both, { 'keywords/$seen': true })).notUpdated).toMatchObject({ [both ?? '']: refused });
    await share('lrsw');
    expect((await update(shown, { keywords: { $flagged: true } })).updated).toEqual({ [shown ?? '']: null });
    // Of what is hidden nothing is said, not even whether a guess is right.
    for (const patch of [{ 'keywords/$seen': true }, { subject: 'Re: plans' }, { subject: 'wrong' }, { nonsense: 1 }])
      expect((await update(hidden, patch)).notUpdated).toEqual({ [hidden ?? '']: { type: 'notFound' } });
  });

  test('into and out of mailboxes: i, and t with e; what he does not see stays', async () => {
    await share('lrsw');
    await share('lr', secret);
    expect((await update(both, { mailboxIds: { [team.id]: true } })).notUpdated).toMatchObject({ [both ?? '']: refused });
    expect((await update(shown, { [`mailboxIds/${secret.id}`]: true })).notUpdated).toMatchObject({ [shown ?? '']: refused });
    await share('lri', secret);
    expect((await update(shown, { [`mailboxIds/${secret.id}`]: true })).updated).toEqual({ [shown ?? '']: null });
    await share('lrite', secret);
    expect((await update(shown, { [`mailboxIds/${secret.id}`]: null })).updated).toEqual({ [shown ?? '']: null });
    await share(null, secret);
    await share('lrteiw');
    // The whole set as he sees it: the other mailbox is not touched.
    expect((await update(both, { mailboxIds: { [team.id]: true } })).updated).toEqual({ [both ?? '']: null });
    const { list } = await alice.call('Email/get', { ids: [both], properties: ['mailboxIds'] });
    expect(list).toMatchObject([{ mailboxIds: { [team.id]: true, [secret.id]: true } }]);
    expect((await inHers('Email/set', { create: { c: { mailboxIds: { [team.id]: true }, subject: 'x' } } })).notCreated).toMatchObject({
      c: refused,
    });
    expect((await inHers('Email/set', { destroy: [both, hidden] })).notDestroyed).toMatchObject({
      [both ?? '']: refused,
      [hidden ?? '']: { type: 'notFound' },
    });
    expect((await inHers('Email/set', { destroy: [shown] })).destroyed).toEqual([shown]);
  });

  test('listed, but not to be read: the name alone', async () => {
    await share('l');
    expect((await inHers('Mailbox/get')).list).toMatchObject([
      { id: team.id, totalEmails: 0, unreadEmails: 0, myRights: { mayReadItems: false } },
    ]);
    expect((await inHers('Email/query', { calculateTotal: true })).total).toBe(0);
    expect((await inHers('Email/get', { ids: [both] })).notFound).toEqual([both]);
  });

  test('taken away: it is gone at once', async () => {
    await share(null);
    expect(await bob.failure('Mailbox/get', { accountId: alice.id })).toEqual({ type: 'accountNotFound' });
  });
});
