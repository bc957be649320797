/** Moving house: a whole account of Debian's Dovecot, cut off in the middle, continued, and compared message by message. */
import { createHash } from 'node:crypto';
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addDigest } from '#lib/message/digest-sum.ts';
import { imapFlags } from '#lib/message/keywords.ts';
import { forgetConfig } from '#server/config/config.ts';
import { fetchAccount, secretPurpose } from '#server/fetch/fetch-account.ts';
import { fetchWhole } from '#server/fetch/fetch-whole.ts';
import { seal } from '#server/mailauth/secret-box.ts';
import {
  checkStore,
  claimFetches,
  closeDatabase,
  createFetched,
  fetchRows,
  findMailboxByRole,
  finishFetch,
  listFetched,
  listFolders,
  listMailboxes,
  openMailbox,
  readMessage,
  updateFetched,
} from '#server/store/index.ts';
import { importByImap } from '../../bin/import-imap.ts';
import { startDovecot } from '../corpus/dovecot/dovecot-server.ts';
import { makeAccount } from '../harness/accounts.ts';
import { makeAuthority } from '../harness/certificates.ts';

let dovecot: Awaited<ReturnType<typeof startDovecot>>;
/** What is there: by folder and message, its flags and the date of its arrival. */
const there = new Map<string, { text: string; flags: string[]; at: string }[]>();
const login = 'bob';

beforeAll(async () => {
  const authority = await makeAuthority();
  dovecot = await startDovecot(await authority.issue({ names: ['localhost', '127.0.0.1'] }));
  process.env.TLS_TRUSTED_CA = path.join(mkdtempSync(path.join(tmpdir(), 'posthorn-ca-')), 'ca.pem');
  writeFileSync(process.env.TLS_TRUSTED_CA, authority.cert);
  process.env.FETCH_ALLOW = `127.0.0.1:${dovecot.port}`;
  process.env.POSTHORN_SECRET = 'of this test';
  process.env.MAX_MESSAGE_SIZE = '100000';
  forgetConfig();
  const client = await connected();
  for (const [folder, count] of [
    ['INBOX', 45],
    ['Sent', 3],
    ['Work/Reports/2025', 30],
    ['Büro & Co', 2],
    ['Empty', 0],
  ] as const) {
    if (folder !== 'INBOX') await client.mailboxCreate(folder).catch(() => undefined);
    const messages = Array.from({ length: count }, (_, n) => {
      const text = `From: chef@crepes.fr\r\nSubject: ${folder} ${n}\r\nMessage-ID: <${n}.${Buffer.from(folder).toString('hex')}@x>\r\n\r\n.${'crêpe '.repeat(n)}\r\n`;
      const flags = [['\\Seen'], ['\\Flagged', 'work'], [], ['\\Answered', '$Forwarded'], ['\\Draft'], ['\\Deleted']][n % 6] ?? [];
      return { text, flags, at: new Date(Date.UTC(2020, 0, 1 + n, 3, 4, 5)).toISOString() };
    });
    for (const { text, flags, at } of messages) await client.append(folder, Buffer.from(text), flags, new Date(at));
    there.set(folder, messages);
  }
  await client.append('INBOX', Buffer.from(`Subject: huge\r\n\r\n${'x'.repeat(120_000)}\r\n`), [], new Date());
  await client.logout();
});
afterAll(async () => {
  await dovecot.stop();
  await closeDatabase();
});

async function connected(): Promise<ImapFlow> {
  const tls = { rejectUnauthorized: false };
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.port,
    secure: false,
    auth: { user: login, pass: 'hungry' },
    logger: false,
    tls,
  });
  await client.connect();
  return client;
}

/** What is here, in the same shape; `Sent` is the mailbox with that role. */
async function here(accountId: number) {
  const all = await listMailboxes(accountId);
  const found = new Map<string, { text: string; flags: string[]; at: string }[]>();
  for (const box of all) {
    const names = [box.name];
    for (let at = all.find(({ mailboxId }) => mailboxId === box.parentId); at; at = all.find(({ mailboxId }) => mailboxId === at?.parentId))
      names.unshift(at.name);
    const messages = [];
    const { uids = [] } = (await openMailbox(accountId, box.mailboxId)) ?? {};
    for await (const page of fetchRows(accountId, box.mailboxId, uids))
      for (const row of page)
        messages.push({
          text: (await readMessage(row)).toString(),
          flags: imapFlags(row.flags, row.keywords).sort(),
          at: row.receivedAt.toISOString(),
        });
    found.set(names.join('/'), messages);
  }
  return found;
}
async function expectAll(accountId: number): Promise<void> {
  const ours = await here(accountId);
  for (const [folder, messages] of there) {
    const wanted = messages.map(({ flags, ...rest }) => ({ ...rest, flags: [...flags].sort() }));
    expect(ours.get(folder), folder).toEqual(wanted);
  }
  expect(await checkStore()).toEqual([]);
}
const total = () => [...there.values()].reduce((sum, { length }) => sum + length, 0);
const digestOf = (folder: string): string =>
  (there.get(folder) ?? []).reduce((sum, { text }) => addDigest(sum, createHash('sha256').update(text).digest('hex')), '');

async function setUp(email: string) {
  const { accountId } = await makeAccount(email, 'hungry');
  const inbox = (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0;
  const facts = { protocol: 'imap', host: '127.0.0.1', port: dovecot.port, security: 'starttls', login, folder: '*' } as const;
  const rest = { secret: seal('hungry', secretPurpose), mailboxId: inbox, leave: true, enabled: false, everyMinutes: 15 };
  const made = await createFetched(accountId, { ...facts, ...rest }, 5);
  if (!made.ok) throw new Error(made.reason);
  return { accountId, fetchId: made.value.fetchId, mailboxId: inbox, facts };
}

test('cut off in the middle it goes on; all is here with flags and dates, and the report says so', async () => {
  const { accountId, fetchId, mailboxId, facts } = await setUp(`moved${Date.now()}@hamburger.edu`);
  const source = { accountId, fetchId, mailboxId };
  const cut = new AbortController();
  let steps = 0;
  const first = fetchWhole(source, { ...facts, password: 'hungry', address: '127.0.0.1' }, cut.signal, {
    told: () => {
      if (++steps === 3) cut.abort();
    },
  });
  await expect(first).rejects.toMatchObject({ code: 'connect' });
  const half = (await listFolders(source)).reduce((sum, { taken }) => sum + taken, 0);
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(total());
  await finishFetch(source, new Date(), { problem: null, nextAt: new Date() }); // as fetchAccount ends every attempt

  // As the server does it for its users, in the background.
  await updateFetched(accountId, fetchId, { enabled: true }, true);
  for (const due of await claimFetches(10)) await fetchAccount(due, new AbortController().signal);
  expect(await listFetched(accountId)).toMatchObject([{ problem: null, fetched: total(), enabled: false }]);
  await expectAll(accountId);
  const report = Object.fromEntries((await listFolders(source)).map(({ folder, ...rest }) => [folder, rest]));
  expect(Object.keys(report).sort()).toEqual(expect.arrayContaining([...there.keys()].sort()));
  for (const [folder, messages] of there) {
    const refused = folder === 'INBOX' ? 1 : 0;
    expect(report[folder]).toMatchObject({ found: messages.length + refused, taken: messages.length, already: 0, refused, done: true });
    expect(report[folder]?.digest).toBe(digestOf(folder));
  }
  expect(report.INBOX?.problems).toMatchObject([{ uid: 46, reason: expect.stringContaining('MAX_MESSAGE_SIZE') }]);

  // Again: only what is new.
  const client = await connected();
  const later = { text: `Subject: later\r\n\r\n${Date.now()}\r\n`, flags: ['\\Seen'], at: '2026-03-04T05:06:07.000Z' };
  await client.append('Sent', Buffer.from(later.text), later.flags, new Date(later.at));
  await client.logout();
  there.get('Sent')?.push(later);
  const sent = there.get('Sent')?.length;
  await updateFetched(accountId, fetchId, { enabled: true }, true);
  for (const due of await claimFetches(10)) await fetchAccount(due, new AbortController().signal);
  expect((await listFolders(source)).find(({ folder }) => folder === 'Sent')).toMatchObject({ found: sent, taken: sent, already: 0 });
  expect(await listFetched(accountId)).toMatchObject([{ fetched: total() }]);
  await expectAll(accountId);
});

test('by the command line, with a report as JSON; a second run finds everything here', async () => {
  const { accountId } = await makeAccount(`typed${Date.now()}@hamburger.edu`, 'hungry');
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
  const url = `imap://${login}:hungry@localhost:${dovecot.port}`;
  const run = async (mailbox: string) => {
    said.length = 0;
    const complete = await importByImap({ accountId, url, mailbox, json: true });
    return { complete, ...(JSON.parse(said.join('')) as { folders: { folder: string; sha256: string }[]; taken: number; sha256: string }) };
  };
  try {
    const first = await run('INBOX');
    expect(first).toMatchObject({ complete: false, found: total() + 1, taken: total(), already: 0, refused: 1, problem: null }); // one is too large
    expect(first.folders.find(({ folder }) => folder === 'Work/Reports/2025')?.sha256).toBe(digestOf('Work/Reports/2025'));
    expect(await run('INBOX')).toMatchObject({ found: total() + 1, taken: 0, already: total(), refused: 1, sha256: first.sha256 });
    expect(await run('Old account')).toMatchObject({ taken: total(), sha256: first.sha256 });
    expect([...(await here(accountId)).keys()]).toEqual(expect.arrayContaining(['Old account/Work/Reports/2025', 'Old account/INBOX']));
    expect(await listFetched(accountId)).toEqual([]);
    await expect(importByImap({ accountId, url: url.replace('hungry', 'thirsty'), mailbox: 'INBOX', json: true })).resolves.toBe(false);
    expect(said.join('')).toContain('refused the name or password');
  } finally {
    log.mockRestore();
  }
  expect(await checkStore()).toEqual([]);
});
