/** imapflow, a library that many programs are built on: everything it can do with a mailbox. */
import { once } from 'node:events';
import { ImapFlow } from 'imapflow';
import { expect, test } from 'vitest';
import { imapAccount, letters, login } from './imap-account.ts';

const account = imapAccount();

async function connected(): Promise<ImapFlow> {
  const options = { host: '127.0.0.1', port: account.port, auth: login, logger: false as const, tls: { rejectUnauthorized: false } };
  const client = new ImapFlow({ ...options, secure: false, qresync: true });
  await client.connect();
  return client;
}

test('mailboxes: list, create, rename, subscribe, delete', async () => {
  const client = await connected();
  expect(client.secureConnection).toBe(true); // it found STARTTLS
  const uses = new Map((await client.list()).map(({ path, specialUse }) => [path, specialUse]));
  expect(uses.get('INBOX')).toBe('\\Inbox');
  for (const name of ['Drafts', 'Sent', 'Junk', 'Trash', 'Archive']) expect(uses.get(name)).toBe(`\\${name}`);
  expect((await client.mailboxCreate(['Büro', '2026'])).created).toBe(true);
  await client.mailboxRename('Büro', 'Arbeit');
  expect((await client.list()).map(({ path }) => path)).toEqual(expect.arrayContaining(['Arbeit', 'Arbeit/2026']));
  await client.mailboxUnsubscribe('Arbeit');
  expect((await client.list()).find(({ path }) => path === 'Arbeit')?.subscribed).not.toBe(true);
  await client.mailboxDelete('Arbeit/2026');
  await client.mailboxDelete('Arbeit');
  expect(await client.status('INBOX', { messages: true, unseen: true, uidNext: true, highestModseq: true })).toMatchObject({
    messages: 3,
    unseen: 3,
  });
  await client.logout();
});

test('messages: fetch, download, search, flags, append, copy, move, delete', async () => {
  const client = await connected();
  const inbox = await client.mailboxOpen('INBOX');
  expect(inbox).toMatchObject({ exists: 3, readOnly: false });
  const [first, , third] = await client.fetchAll('1:*', {
    envelope: true,
    bodyStructure: true,
    flags: true,
    source: true,
    size: true,
    internalDate: true,
  });
  expect(first?.envelope).toMatchObject({
    subject: 'letter 1',
    messageId: '<1@crepes.fr>',
    from: [{ name: 'Alice', address: 'alice@crepes.fr' }],
  });
  expect(first?.bodyStructure).toMatchObject({ type: 'text/plain', parameters: { charset: 'utf-8' } });
  expect(third?.source?.toString('utf8')).toBe(letters[2]);
  expect(third?.size).toBe(third?.source?.length);
  const { content } = await client.download('2', '1');
  expect(Buffer.concat((await content?.toArray()) ?? []).toString('utf8')).toContain('.A dot, crêpes, and number 2');

  expect(await client.search({ subject: 'letter 2' }, { uid: true })).toEqual([2]);
  expect(await client.search({ body: 'crêpes', seen: false })).toEqual([1, 2, 3]); // download only peeks;
  await client.messageFlagsAdd('1:2', ['\\Flagged', 'Project']);
  expect((await client.fetchOne('2', { flags: true })) || {}).toMatchObject({ flags: new Set(['\\Flagged', 'project']) });

  const appended = await client.append('Drafts', letters[0] ?? '', ['\\Draft', '\\Seen'], new Date('2025-03-04T05:06:07Z'));
  expect(appended).toMatchObject({ destination: 'Drafts', uid: 1 });
  const copied = await client.messageCopy('1:2', 'Archive');
  expect(copied && copied.uidMap).toEqual(
    new Map([
      [1, 1],
      [2, 2],
    ]),
  );
  const moved = await client.messageMove('2', 'Archive', { uid: true });
  expect(moved && moved.uidMap).toEqual(new Map([[2, 3]]));
  expect((await client.fetchAll('1:*', { uid: true })).map(({ uid }) => uid)).toEqual([1, 3]);
  await client.messageDelete('1', { uid: true });
  expect((await client.fetchAll('1:*', { uid: true })).map(({ uid }) => uid)).toEqual([3]);

  await client.mailboxOpen('Drafts', { readOnly: true });
  expect(await client.fetchOne('*', { flags: true, internalDate: true })).toMatchObject({
    flags: new Set(['\\Draft', '\\Seen']),
    internalDate: new Date('2025-03-04T05:06:07Z'),
  });
  await client.logout();
});

test('new mail and flags arrive while it idles', async () => {
  const [client, other] = [await connected(), await connected()];
  const { exists } = await client.mailboxOpen('INBOX');
  await other.mailboxOpen('INBOX');
  const idling = client.idle();
  const arrived = once(client, 'exists') as Promise<[{ count: number; prevCount: number }]>;
  await account.deliverLetter('Subject: while you wait\r\n\r\nhello\r\n');
  expect((await arrived)[0]).toMatchObject({ count: exists + 1, prevCount: exists });
  const flagged = once(client, 'flags') as Promise<[{ flags: Set<string> }]>;
  await other.messageFlagsAdd('*', ['\\Flagged']);
  expect((await flagged)[0].flags.has('\\Flagged')).toBe(true);
  const gone = once(client, 'expunge') as Promise<[{ path: string }]>;
  await other.messageDelete('*');
  expect((await gone)[0].path).toBe('INBOX');
  await client.noop();
  await idling;
  await Promise.all([client.logout(), other.logout()]);
});
