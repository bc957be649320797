/** One account put back to an hour ago, as a browser asks for it, while a mail program is looking. */
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailWireId } from '#lib/ids.ts';
import { Flag } from '#lib/message/keywords.ts';
import { serveImap } from '#server/imap/serve.ts';
import { checkStore, closeDatabase } from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { startListener } from '../harness/listener.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let imap: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  bob = await TestUser.make('bob@past.example');
  imap = await startListener(serveImap, 'imap');
});
afterAll(async () => {
  await imap.stop();
  await closeDatabase();
});

/** Everything so far was more than an hour earlier: JMAP's times have no fractions of a second. */
async function anHourPasses(): Promise<void> {
  for (const [table, column] of [
    ['change_log', 'at'],
    ['object_log', 'at'],
    ['account_state', 'past_from'],
  ] as const)
    await database().pool.query(`update ${table} set ${column} = ${column} - interval '1 hour 2 seconds' where account_id = $1`, [
      bob.accountId,
    ]);
}
interface Mail {
  id: string;
  mailboxIds: Record<string, true>;
  keywords: Record<string, true>;
}
async function everything(): Promise<Record<string, Omit<Mail, 'id'>>> {
  const { ids } = await bob.call('Email/query', {});
  const { list } = await bob.call('Email/get', { ids, properties: ['mailboxIds', 'keywords'] });
  return Object.fromEntries((list as Mail[]).map(({ id, ...rest }) => [id, rest]));
}
async function mailboxes(): Promise<unknown> {
  const { list } = await bob.call('Mailbox/get', {
    properties: ['name', 'parentId', 'role', 'isSubscribed', 'totalEmails', 'unreadEmails'],
  });
  return list;
}
async function program(): Promise<ImapFlow> {
  const auth = { user: 'bob@past.example', pass: 'hungry' };
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: imap.port,
    auth,
    logger: false,
    secure: false,
    tls: { rejectUnauthorized: false },
  });
  await client.connect();
  return client;
}
const subjects = async (client: ImapFlow, path: string): Promise<string[]> => {
  const lock = await client.getMailboxLock(path);
  const found = await client.fetchAll('1:*', { envelope: true, flags: true });
  lock.release();
  return found.map(({ envelope, flags }) => `${envelope?.subject} ${[...(flags ?? [])].filter((flag) => flag !== '\\Recent').join(' ')}`);
};

test('an hour of damage is undone, and what came meanwhile stays', async () => {
  const letters: string[] = [];
  for (const subject of ['One', 'Two', 'Three', 'Four'])
    letters.push(emailWireId(bob.accountId, (await bob.receive(letter({ subject, id: `${subject}@x` }), { flags: Flag.seen })).emailId));
  const [one = '', two = '', three = '', four = ''] = letters;
  const { created } = await bob.call('Mailbox/set', { create: { t: { name: 'Taxes' } } });
  const taxes = (created as Record<string, { id: string }>).t?.id ?? '';
  await bob.call('Email/set', { update: { [three]: { mailboxIds: { [taxes]: true } }, [four]: { 'keywords/$flagged': true } } });
  const then = await everything();
  const boxes = await mailboxes();
  const client = await program();
  expect(await subjects(client, 'Taxes')).toEqual(['Three \\Seen']);
  await client.logout();
  await anHourPasses();
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const { list: past } = await bob.call('Past/get', { ids: null });
  expect(past).toMatchObject([{ id: 'singleton', days: 30, restorations: [] }]);
  expect(Date.parse((past as { from: string }[])[0]?.from ?? '')).toBeLessThan(Date.parse(anHourAgo));

  // The damage: by a browser, and by a program that deletes a folder.
  const trash = (await bob.mailbox('trash')).id;
  await bob.call('Email/set', { destroy: [one], update: { [two]: { mailboxIds: { [trash]: true } }, [four]: { keywords: {} } } });
  const vandal = await program();
  await vandal.mailboxDelete('Taxes');
  await vandal.logout();
  expect(Object.keys(await everything())).not.toContain(three);
  const fresh = emailWireId(bob.accountId, (await bob.receive(letter({ subject: 'Fresh', id: 'fresh@x' }))).emailId);
  const damaged = await everything();

  const watcher = await program();
  expect(await subjects(watcher, 'INBOX')).toEqual(['Four ', 'Fresh ']);
  await watcher.mailboxOpen('INBOX');
  const arrived = new Promise((exists) => watcher.once('exists', exists));

  const told = await bob.call('Past/preview', { to: anHourAgo });
  expect(told).toMatchObject({ back: 2, moved: 1, flagged: 1, gone: 0, kept: 1, foldersBack: [{ id: taxes, name: 'Taxes' }] });
  expect(await everything()).toEqual(damaged);
  const done = await bob.call('Past/restore', { to: anHourAgo });
  expect(done).toMatchObject({ back: 2, moved: 1, flagged: 1, gone: 0, kept: 1, oldState: told.before, newState: done.after });
  const { [fresh]: stayed, ...restored } = await everything();
  expect(restored).toEqual(then);
  expect(stayed).toEqual(damaged[fresh]);

  // The program that looked is told, and finds all of it under new numbers.
  await watcher.noop();
  await arrived;
  expect(await subjects(watcher, 'INBOX')).toEqual(['Four \\Seen \\Flagged', 'Fresh ', 'One \\Seen', 'Two \\Seen']);
  expect(await subjects(watcher, 'Taxes')).toEqual(['Three \\Seen']);
  await watcher.logout();
  // And the browser.
  const changes = await bob.call('Email/changes', { sinceState: done.oldState });
  expect([changes.created, changes.updated, changes.destroyed].map((ids) => (ids as string[]).toSorted())).toEqual(
    [[one, three], [two, four], []].map((ids) => ids.toSorted()),
  );
  expect(await bob.call('Mailbox/changes', { sinceState: done.oldState })).toMatchObject({ created: [taxes], destroyed: [] });
  expect(await checkStore()).toEqual([]);

  // Undone: the damage is back, and what came stays.
  const [{ restorations }] = (await bob.call('Past/get', { ids: null })).list as [{ restorations: { before: string; by: string }[] }];
  expect(restorations).toMatchObject([{ by: 'bob@past.example', to: expect.any(String), back: 2, before: done.oldState }]);
  expect(await bob.call('Past/restore', { toState: restorations[0]?.before })).toMatchObject({ gone: 2, moved: 1, flagged: 1 });
  expect(await everything()).toEqual(damaged);
  // And redone.
  await bob.call('Past/restore', { toState: done.after });
  await bob.call('Email/set', { destroy: [fresh] });
  expect(await everything()).toEqual(then);
  expect(await mailboxes()).toEqual(boxes);
  expect(await checkStore()).toEqual([]);
});

test('what cannot be is refused with a reason', async () => {
  expect(await bob.failure('Past/restore', {})).toMatchObject({ type: 'invalidArguments' });
  expect(await bob.failure('Past/restore', { to: '2020-01-01T00:00:00Z' })).toMatchObject({
    type: 'invalidArguments',
    description: expect.stringContaining('further back'),
  });
  expect(await bob.failure('Past/preview', { to: '2026-11-20T00:00:00Z', toState: '4' })).toMatchObject({ type: 'invalidArguments' });
});
