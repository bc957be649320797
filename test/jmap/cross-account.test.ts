/**
 * Bob knows every id of Alice's. Every method, called with her account or with her ids in his own, and every way to a file, gives him
 * nothing of hers and changes nothing of hers. What fits a method best is written down here; the usual is tried with every one.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emailWireId, pushWireId, uploadBlobId } from '#lib/ids.ts';
import type { Arguments } from '#lib/jmap/invocation.ts';
import { methods } from '#server/jmap/methods.ts';
import {
  checkStore,
  closeDatabase,
  createMailbox,
  flushEvents,
  indexPending,
  listPushSubscriptions,
  putUpload,
  setGrant,
} from '#server/store/index.ts';
import { fingerprint } from '../harness/fingerprint.ts';
import { holdMessage } from '../harness/queued.ts';
import { letter, TestUser } from './client.ts';
import { startJmapServer, type JmapServer } from './http-server.ts';

/** In everything that is Alice's. */
const marker = 'quincunx';
let [alice, bob]: TestUser[] = [];
let server: JmapServer;
let hers: Record<string, string>;
let herFiles: string[];
let before: Record<string, string>;

const mine = (user: TestUser | undefined): TestUser => user as TestUser;
const created = async (user: TestUser, name: string, object: object, more: object = {}): Promise<string> => {
  const answer = await user.call(name, { create: { x: object }, ...more });
  expect(answer.notCreated, name).toBeNull();
  return String((answer.created as Record<string, { id: string }>).x?.id);
};

beforeAll(async () => {
  alice = await TestUser.make('alice@crepes.fr', { display: marker });
  bob = await TestUser.make('bob@crepes.fr', { isAdmin: true }); // also an administrator is no reader of mail
  const upload = async (text: string, type: string) =>
    uploadBlobId((await putUpload(mine(alice).accountId, Buffer.from(text), type)).sha256);
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const picture = uploadBlobId((await putUpload(alice.accountId, png, 'image/png')).sha256);
  const message = await upload(`Subject: ${marker}\r\n\r\n${marker}\r\n`, 'message/rfc822');
  const script = await upload(`# ${marker}\r\nkeep;\r\n`, 'application/sieve');
  const mailboxId = await created(alice, 'Mailbox/set', { name: marker });
  await alice.receive(
    letter({ from: `${marker} <x@far.example>`, to: 'alice@crepes.fr', subject: marker, body: marker, id: `${marker}@x` }),
  );
  const { ids } = await alice.call('Email/query', {});
  const [email] = (
    await alice.call('Email/get', { ids: (ids as string[]).slice(0, 1), properties: ['threadId', 'blobId', 'bodyStructure'] })
  ).list as { id: string; threadId: string; blobId: string; bodyStructure: { blobId: string } }[];
  const { list: identities } = await alice.call('Identity/get');
  const identityId = (identities as { id: string }[])[0]?.id ?? '';
  const { list: books } = await alice.call('AddressBook/get');
  const cardId = await created(alice, 'ContactCard/set', {
    name: { full: marker },
    media: { m: { kind: 'photo', blobId: picture, mediaType: 'image/png' } },
  });
  const [card] = (await alice.call('ContactCard/get', { ids: [cardId] })).list as { media: { m: { blobId: string } } }[];
  const scriptId = await created(alice, 'SieveScript/set', { name: marker, blobId: script }, { onSuccessActivateScript: '#x' });
  const [sieve] = (await alice.call('SieveScript/get', { ids: [scriptId] })).list as { blobId: string }[];
  const device = { deviceClientId: marker, url: 'https://push.example.com/x', types: ['Email'] };
  const { methodResponses } = await alice.request([['PushSubscription/set', { create: { x: device } }, 'p']]);
  const push = String((methodResponses[0]?.[1].created as Record<string, { id: string }>).x?.id);
  const draft = await alice.receive(letter({ from: 'alice@crepes.fr', to: `${marker}@far.example`, subject: marker }), { role: 'drafts' });
  const submission = await created(alice, 'EmailSubmission/set', {
    identityId,
    emailId: emailWireId(alice.accountId, draft.emailId),
    envelope: {
      mailFrom: { email: 'alice@crepes.fr', parameters: { HOLDFOR: '86400' } },
      rcptTo: [{ email: `${marker}@far.example`, parameters: null }],
    },
  });
  hers = {
    ...{ account: alice.id, mailbox: mailboxId, email: email?.id ?? '', thread: email?.threadId ?? '', identity: identityId, submission },
    ...{ book: (books as { id: string }[])[0]?.id ?? '', card: cardId, script: scriptId, push },
    mask: await created(alice, 'MaskedAddress/set', { label: marker }),
    fetched: await created(alice, 'FetchedAccount/set', { host: 'mail.far.example', login: marker, password: marker, isEnabled: false }),
    bulk: await created(alice, 'BulkChange/set', { filter: { subject: marker }, update: { 'keywords/$flagged': true } }),
    held: `H${alice.accountId.toString(32)}-${(await holdMessage('alice@crepes.fr')).toString(32)}`,
  };
  herFiles = [
    email?.blobId ?? '',
    email?.bodyStructure.blobId ?? '',
    message,
    script,
    picture,
    card?.media.m.blobId ?? '',
    sieve?.blobId ?? '',
  ];
  await alice.call('Rules/set', { update: { singleton: { blocked: [`${marker}@far.example`] } } });
  await alice.call('VacationResponse/set', { update: { singleton: { textBody: marker } } });
  await alice.call('Settings/set', { update: { singleton: { timeZone: 'Asia/Tokyo' } } });
  server = await startJmapServer();
  while ((await indexPending(100)) > 0);
  for (;;) {
    // The change of many emails is done by itself.
    const [bulk] = (await alice.call('BulkChange/get', { ids: [hers.bulk] })).list as { state: string }[];
    if (bulk?.state === 'done') break;
  }
  await flushEvents();
  before = await fingerprint(alice.accountId);
  for (const value of [...Object.values(hers), ...herFiles]) expect(value).not.toBe('undefined');
});
afterAll(async () => {
  await server.stop();
  expect(await checkStore()).toEqual([]);
  await closeDatabase();
});

/** What to try with her ids in an account that one may see. */
const attempts = (): Record<string, Arguments[]> => {
  const { mailbox, email, thread, identity, submission, book, card, script, mask, bulk, held, account, fetched } = hers;
  const [blob, part, message, text, , photo, sieve] = herFiles;
  const ids = (...all: (string | undefined)[]): Arguments => ({ ids: all });
  const set = (id: string | undefined, patch: object, create: object = {}): Arguments => ({
    create,
    update: { [id ?? '']: patch },
    destroy: [],
  });
  const destroy = (id: string | undefined): Arguments => ({ destroy: [id] });
  const since: Arguments = { sinceState: '1' };
  const query: Arguments = { filter: { text: marker } };
  const from: Arguments = { fromAccountId: account };
  return {
    'Core/echo': [],
    'Blob/copy': [{ ...from, blobIds: [blob, message] }],
    'Blob/upload': [{ create: { c: { data: [{ blobId: blob }] }, d: { data: [{ blobId: message }, { 'data:asText': 'x' }] } } }],
    'Blob/get': [{ ids: herFiles }, { ids: herFiles, properties: ['size', 'digest:sha'] }],
    'Blob/lookup': [{ ids: herFiles, typeNames: ['Mailbox', 'Thread', 'Email', 'ContactCard', 'SieveScript'] }],
    'PushSubscription/get': [],
    'PushSubscription/set': [],
    'Mailbox/get': [ids(mailbox), {}],
    'Mailbox/set': [
      set(mailbox, { name: 'taken' }, { c: { name: 'below', parentId: mailbox } }),
      { ...destroy(mailbox), onDestroyRemoveEmails: true },
    ],
    'Mailbox/changes': [since],
    'Mailbox/query': [{ filter: { parentId: mailbox } }, { filter: { name: marker } }],
    'Mailbox/queryChanges': [{ sinceQueryState: '1', filter: { name: marker } }],
    'Thread/get': [ids(thread)],
    'Thread/changes': [since],
    'Email/get': [{ ...ids(email), properties: ['subject', 'preview', 'bodyValues'], fetchTextBodyValues: true }],
    'Email/set': [
      set(
        email,
        { 'keywords/$seen': true, mailboxIds: { [mailbox ?? '']: true } },
        { c: { mailboxIds: { [mailbox ?? '']: true }, subject: 'x' } },
      ),
      set(
        'none',
        {},
        {
          c: {
            mailboxIds: 'own',
            attachments: [
              { blobId: blob, type: 'text/plain' },
              { blobId: message, type: 'text/plain' },
            ],
          },
        },
      ),
      destroy(email),
    ],
    'Email/changes': [since],
    'Email/query': [query, { filter: { inMailbox: mailbox } }, { filter: {}, anchor: email }],
    'Email/queryChanges': [{ sinceQueryState: '1', filter: { inMailbox: mailbox } }],
    'Email/copy': [{ ...from, create: { c: { id: email, mailboxIds: 'own' } }, onSuccessDestroyOriginal: true }],
    'Email/import': [
      { emails: { c: { blobId: blob, mailboxIds: 'own' } } },
      { emails: { c: { blobId: message, mailboxIds: 'own' } } },
      { emails: { c: { blobId: message, mailboxIds: { [mailbox ?? '']: true } } } },
    ],
    'Email/parse': [{ blobIds: [blob, part, message] }],
    'Email/setByQuery': [
      { filter: { inMailbox: mailbox }, update: { 'keywords/$seen': true } },
      { filter: { text: marker }, update: { 'keywords/$seen': true } },
    ],
    'SearchSnippet/get': [{ filter: { text: marker }, emailIds: [email] }],
    'Identity/get': [ids(identity), {}],
    'Identity/set': [set(identity, { name: 'taken' }, { c: { email: 'alice@crepes.fr' } }), destroy(identity)],
    'Identity/changes': [since],
    'EmailSubmission/get': [ids(submission), {}],
    'EmailSubmission/set': [
      set(submission, { undoStatus: 'canceled' }, { c: { identityId: identity, emailId: email } }),
      { create: { c: { identityId: 'own', emailId: email } } },
      destroy(submission),
    ],
    'EmailSubmission/changes': [since],
    'EmailSubmission/query': [{ filter: { emailIds: [email] } }, {}],
    'EmailSubmission/queryChanges': [{ sinceQueryState: '1' }],
    'AddressBook/get': [ids(book)],
    'AddressBook/set': [set(book, { name: 'taken' }), { ...destroy(book), onDestroyRemoveContents: true }],
    'AddressBook/changes': [since],
    'ContactCard/get': [ids(card), {}],
    'ContactCard/set': [
      set(card, { 'name/full': 'taken' }, { c: { name: { full: 'x' }, addressBookIds: { [book ?? '']: true } } }),
      { create: { c: { name: { full: 'x' }, media: { m: { kind: 'photo', blobId: photo } } } } },
      destroy(card),
    ],
    'ContactCard/changes': [since],
    'ContactCard/query': [{ filter: { inAddressBook: book } }, query],
    'ContactCard/queryChanges': [{ sinceQueryState: '1' }],
    'ContactCard/copy': [{ ...from, create: { c: { id: card } } }],
    'ContactCard/parse': [{ blobIds: [blob, message, photo] }],
    'ContactCard/import': [{ blobId: message }],
    'ContactCard/export': [ids(card), query],
    'SieveScript/get': [ids(script), {}],
    'SieveScript/set': [
      { ...set(script, { name: 'taken' }, { c: { name: 'x', blobId: sieve } }), onSuccessActivateScript: script },
      { create: { c: { name: 'y', blobId: text } }, onSuccessDeactivateScript: true },
      destroy(script),
    ],
    'SieveScript/query': [{ filter: { name: marker } }],
    'SieveScript/validate': [{ blobId: sieve }, { blobId: text }],
    'VacationResponse/get': [{}],
    'VacationResponse/set': [],
    'Rules/get': [{}],
    'Rules/set': [
      { update: { singleton: { ownScriptId: script } } },
      { update: { singleton: { rules: [{ name: 'x', match: 'all', conditions: [], actions: [{ kind: 'move', mailboxId: mailbox }] }] } } },
    ],
    'Rules/preview': [{ rule: { match: 'any', conditions: [] } }],
    'MaskedAddress/get': [ids(mask), {}],
    'MaskedAddress/set': [set(mask, { isEnabled: false }), destroy(mask)],
    'Quota/get': [ids(`Q${account}`), {}],
    'Quota/changes': [since],
    'Quota/query': [{}],
    'Quota/queryChanges': [{ sinceQueryState: '1' }],
    'Settings/get': [{}],
    'Settings/set': [],
    'Correspondent/query': [{ text: marker }],
    'DeliveryEvent/get': [{ emailIds: [email] }, { submissionIds: [submission] }],
    'Email/snooze': [
      { ids: [email], until: '2030-01-01T00:00:00Z' },
      { ids: [email], until: null },
    ],
    'Email/unsubscribe': [{ id: email }],
    'BulkChange/set': [set(bulk, { undo: true }, { c: { filter: { inMailbox: mailbox }, destroyFrom: mailbox } })],
    'BulkChange/get': [ids(bulk)],
    'HeldEmail/get': [ids(held), {}],
    'HeldEmail/set': [set(held, { release: true }), destroy(held)],
    'FetchedAccount/get': [ids(fetched), {}],
    'FetchedAccount/set': [
      set(fetched, { isEnabled: true, fetchNow: true }, { c: { host: 'x.example', login: 'x', password: 'x', mailboxId: mailbox } }),
      destroy(fetched),
    ],
    'Past/get': [{}],
    'Past/preview': [{ toState: '1' }],
    'Past/restore': [{ toState: '1', removeNew: true }],
    'SenderLogo/get': [{ emailIds: [email] }],
  };
};

/** And every method, also one that nobody has thought of here, with each of her ids and files where ids and files usually stand. */
function everyAttempt(): [name: string, tries: Arguments[]][] {
  const thought = attempts();
  const all = Object.values(hers);
  const usual = (name: string): Arguments[] => {
    if (name === 'Core/echo' || name.startsWith('PushSubscription/')) return []; // of no account
    if (name.endsWith('/set')) return all.flatMap((id) => [{ update: { [id]: {} } }, { destroy: [id] }]);
    if (name.endsWith('/get')) return [{ ids: all }, {}];
    return [{}, { ids: all }, { id: hers.email }, { blobIds: herFiles }, { blobId: herFiles[0] }, { emailIds: [hers.email] }];
  };
  expect(Object.keys(thought).filter((name) => !methods.has(name))).toEqual([]);
  return [...methods.keys()].map((name) => [name, [...(thought[name] ?? []), ...usual(name)]]);
}

describe('with her account', () => {
  test('every method says that there is none', async () => {
    for (const [name, tries] of everyAttempt()) {
      if (name === 'Core/echo' || name.startsWith('PushSubscription/')) continue; // of no account
      for (const args of [{}, ...tries])
        expect(await mine(bob).failure(name, { ...args, accountId: mine(alice).id }), name).toEqual({ type: 'accountNotFound' });
    }
  });
});

describe('with her ids in his own account', () => {
  test('nothing is found, nothing is changed, nothing of hers is told', async () => {
    const inbox = (await mine(bob).mailbox('inbox')).id;
    const own = ((await mine(bob).call('Identity/get')).list as { id: string }[])[0]?.id ?? '';
    for (const [name, tries] of everyAttempt())
      for (const given of tries) {
        const args = JSON.parse(
          JSON.stringify(given)
            .replaceAll('"mailboxIds":"own"', `"mailboxIds":{"${inbox}":true}`)
            .replaceAll('"identityId":"own"', `"identityId":"${own}"`),
        ) as Arguments;
        const { methodResponses } = await mine(bob).request([[name, { accountId: mine(bob).id, ...args }, 'c']]);
        const about = `${name} ${JSON.stringify(args)}: ${JSON.stringify(methodResponses)}`;
        const [, answer = {}] = methodResponses[0] ?? [];
        expect(JSON.stringify({ ...answer, description: '', notCreated: '', notUpdated: '', notDestroyed: '' }), about).not.toContain(
          marker,
        );
        // What was asked for by her ids is not there; what he made of her things was not made.
        const text = JSON.stringify([answer.list, answer.updated, answer.destroyed, answer.emailIds, answer.ids, answer.parsed]);
        for (const [kind, id] of Object.entries(hers)) if (id !== '') expect(text.includes(`"${id}"`), `${kind} in ${about}`).toBe(false);
        if (JSON.stringify(args).match(/"create"|"emails"/)) expect(answer.created ?? null, about).toBeNull();
      }
  });

  test('push subscriptions are of a log-in: hers are neither seen nor taken', async () => {
    const { userId, accountId, sessionVersion } = mine(alice).user;
    const [subscription] = await listPushSubscriptions({ userId, accountId, sessionVersion, appId: null });
    const id = subscription ? pushWireId(subscription.pushId) : '';
    expect(id).toBe(hers.push);
    const { methodResponses } = await mine(bob).request([
      ['PushSubscription/get', { ids: [id] }, 'a'],
      ['PushSubscription/set', { update: { [id]: { types: ['Email'] } }, destroy: [id] }, 'b'],
    ]);
    expect(methodResponses).toMatchObject([
      ['PushSubscription/get', { list: [], notFound: [id] }, 'a'],
      ['PushSubscription/set', { updated: null, destroyed: null, notUpdated: { [id]: { type: 'notFound' } } }, 'b'],
    ]);
  });
});

describe('over HTTP', () => {
  const basic = { authorization: `Basic ${Buffer.from('bob@crepes.fr:hungry').toString('base64')}` };
  test('no file of hers, neither under her account nor under his', async () => {
    for (const blobId of herFiles)
      for (const account of [mine(alice).id, mine(bob).id]) {
        const answer = await fetch(`${server.origin}/api/jmap/download/${account}/${blobId}/x?type=text/plain`, { headers: basic });
        expect([answer.status, (await answer.text()).includes(marker)], `${account} ${blobId}`).toEqual([404, false]);
      }
    const hersToHer = await fetch(`${server.origin}/api/jmap/download/${mine(alice).id}/${herFiles[0]}/x`, {
      headers: { authorization: `Basic ${Buffer.from('alice@crepes.fr:hungry').toString('base64')}` },
    });
    expect([hersToHer.status, (await hersToHer.text()).includes(marker)]).toEqual([200, true]);
  });

  test('nothing is uploaded into her account; her session is not his', async () => {
    const body = `${marker} of bob`;
    const answer = await fetch(`${server.origin}/api/jmap/upload/${mine(alice).id}`, { method: 'POST', headers: basic, body });
    expect(answer.status).toBe(404);
    const session = await fetch(`${server.origin}/api/jmap/session`, { headers: basic });
    expect(Object.keys(((await session.json()) as { accounts: object }).accounts)).toEqual([mine(bob).id]);
    // The same bytes uploaded by him are his; her upload of other bytes stays hers, whoever knows its hash.
    const hash = createHash('sha256').update(`# ${marker}\r\nkeep;\r\n`).digest();
    const known = await fetch(`${server.origin}/api/jmap/download/${mine(bob).id}/${uploadBlobId(hash)}/x`, { headers: basic });
    expect(known.status).toBe(404);
  });
});

test('after all of it, everything of hers is as it was', async () => {
  await flushEvents();
  expect(await fingerprint(mine(alice).accountId)).toEqual(before);
});

describe('with one mailbox of hers that he may read', () => {
  test('of all the rest there is nothing, whatever is called; methods that know no sharing are refused', async () => {
    const open = await createMailbox(mine(alice).accountId, { name: 'Open', parentId: null });
    if (!open.ok) throw new Error(open.reason);
    await setGrant(mine(alice).accountId, open.value.mailboxId, mine(bob).accountId, 'lr');
    const now = await fingerprint(mine(alice).accountId);
    const inbox = (await mine(bob).mailbox('inbox')).id;
    const shares = /^(?:Mailbox|Thread|Email)\/(?:get|set|changes|query|queryChanges)$|^SearchSnippet\/get$/;
    for (const [name, tries] of everyAttempt()) {
      if (name === 'Core/echo' || name.startsWith('PushSubscription/')) continue;
      for (const given of [{}, ...tries]) {
        const args = JSON.parse(JSON.stringify(given).replaceAll('"mailboxIds":"own"', `"mailboxIds":{"${inbox}":true}`)) as Arguments;
        const { methodResponses } = await mine(bob).request([[name, { ...args, accountId: mine(alice).id }, 'c']]);
        const about = `${name} ${JSON.stringify(args)}: ${JSON.stringify(methodResponses)}`;
        const [answered, answer = {}] = methodResponses[0] ?? [];
        if (!shares.test(name)) expect([answered, answer.type], about).toEqual(['error', 'accountNotSupportedByMethod']);
        expect(JSON.stringify({ ...answer, description: '', notCreated: '', notUpdated: '', notDestroyed: '' }), about).not.toContain(
          marker,
        );
        const text = JSON.stringify([answer.list, answer.updated, answer.destroyed, answer.created, answer.emailIds, answer.ids]);
        for (const [kind, id] of Object.entries(hers)) expect(text.includes(`"${id}"`), `${kind} in ${about}`).toBe(false);
      }
    }
    // Copied into his own account, as he may with what he reads: not what he does not.
    const copy = await mine(bob).call('Email/copy', {
      fromAccountId: mine(alice).id,
      create: { c: { id: hers.email, mailboxIds: { [inbox]: true } } },
    });
    expect([copy.created, copy.notCreated]).toEqual([null, { c: { type: 'notFound' } }]);
    const basic = { authorization: `Basic ${Buffer.from('bob@crepes.fr:hungry').toString('base64')}` };
    for (const blobId of herFiles) {
      const answer = await fetch(`${server.origin}/api/jmap/download/${mine(alice).id}/${blobId}/x`, { headers: basic });
      expect([answer.status, (await answer.text()).includes(marker)], blobId).toEqual([404, false]);
    }
    const answer = await fetch(`${server.origin}/api/jmap/upload/${mine(alice).id}`, { method: 'POST', headers: basic, body: 'x' });
    expect(answer.status).toBe(403);
    expect(await fingerprint(mine(alice).accountId)).toEqual(now);
  });
});
