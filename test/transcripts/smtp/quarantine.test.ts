/** Mail that is held: neither delivered nor lost, with its reasons; and what happens when a scanner is down. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { gtube } from '#lib/spam/checks.ts';
import { quarantineDrop, quarantineRelease } from '#server/admin/operations/quarantine.ts';
import { perform } from '#server/admin/perform.ts';
import { listHeld, showHeld } from '#server/admin/quarantine.ts';
import { forgetConfig } from '#server/config/config.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import {
  addAlias,
  collectBlobs,
  expireQuarantined,
  flushEvents,
  flushTraces,
  forsakeQuarantined,
  getQuarantined,
  listAudit,
  listDeliveryEvents,
  listQueue,
  findMailboxByRole,
  openMailbox,
  removeAccount,
  searchTraces,
} from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { inboxTexts } from '../../harness/inbox.ts';
import { startListener } from '../../harness/listener.ts';
import { sendMail } from '../../harness/send-mail.ts';

let smtp: Awaited<ReturnType<typeof startListener>>;
const settings = { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', POSTHORN_SECRET: 'of this test' };
const set = (more: Record<string, string>) => {
  for (const name of ['CLAMAV_ADDRESS', 'RSPAMD_URL', 'SCANNER_DOWN']) delete process.env[name];
  Object.assign(process.env, settings, more);
  forgetConfig();
};
const actor = { name: 'admin@hamburger.edu', domains: null, scopes: null };
let bob = { accountId: 0 };

beforeAll(async () => {
  set({});
  smtp = await startListener(serveSmtp, 'smtp');
  bob = await makeAccount('bob@hamburger.edu', 'hungry', { isAdmin: true });
  await makeAccount('alice@hamburger.edu', 'hungry');
  await addAlias('all@hamburger.edu', ['bob@hamburger.edu', 'alice@hamburger.edu', 'far@elsewhere.example']);
});
afterAll(() => smtp.stop());
beforeEach(async () => {
  set({});
  await database().pool.query('truncate quarantine');
});

const letter = (subject: string, body = gtube) =>
  `From: Spammer <s@spam.example>\r\nSubject: ${subject}\r\nDate: Sat, 21 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@x>\r\n\r\n${body}\r\n`;
const send = (to: string, text: string) => sendMail(smtp.port, { from: 's@spam.example', to: [to] }, text);

test('GTUBE is held, shown with its reasons, and released to everybody it was for', async () => {
  expect(await send('all@hamburger.edu', letter('buy'))).toContain('250 2.0.0 Message accepted for examination');
  expect([await inboxTexts('bob@hamburger.edu'), await listQueue()]).toEqual([[], []]);
  await flushTraces();
  expect(await searchTraces({ address: 'all@hamburger.edu' })).toMatchObject([{ status: 'held', subject: 'buy' }]);
  const [held, ...more] = await listHeld();
  expect(more).toEqual([]);
  expect(held).toMatchObject({ sender: 's@spam.example', author: 's@spam.example', recipients: ['all@hamburger.edu'], subject: 'buy' });
  expect(held?.reasons).toEqual([{ name: 'gtube', points: 1000, text: 'It holds the test line for junk filters (GTUBE)' }]);
  const shown = await showHeld(held?.id ?? 0);
  expect(shown).toMatchObject({ ok: true, value: { goesTo: ['alice@hamburger.edu', 'bob@hamburger.edu', 'far@elsewhere.example'] } });
  expect(shown.ok && shown.value.header).toMatch(/^Received: from mail\.example [^]*\r\nFrom: Spammer/);
  expect(shown.ok && shown.value.text).toContain(gtube);
  expect(await collectBlobs(-1)).toBe(0);
  expect(await perform(quarantineRelease, actor, { id: held?.id })).toEqual({ ok: true, value: null });
  const [text] = await inboxTexts('bob@hamburger.edu');
  expect(text).toMatch(/^Return-Path: <s@spam\.example>\r\nReceived: from mail\.example [^]*\r\nSubject: buy\r\n/);
  expect(await inboxTexts('alice@hamburger.edu')).toEqual([text]);
  expect((await listQueue()).map(({ recipient }) => recipient)).toEqual(['far@elsewhere.example']);
  await flushEvents();
  const inbox = await openMailbox(bob.accountId, (await findMailboxByRole(bob.accountId, 'inbox'))?.mailboxId ?? 0);
  const events = await listDeliveryEvents({ accountId: bob.accountId, emailIds: [inbox?.emailIds[0] ?? 0] });
  expect(events.map(({ type }) => type)).toEqual(['released', 'delivered']);
  expect(await searchTraces({ address: 'all@hamburger.edu' })).toMatchObject([{ status: 'delivered' }]);
  expect(await perform(quarantineRelease, actor, { id: held?.id })).toMatchObject({
    ok: false,
    message: 'It is no longer in the quarantine.',
  });
  expect((await listAudit())[0]).toMatchObject({ action: 'quarantine.release', actor: 'admin@hamburger.edu' });
});

test('what is sent on at its release goes by a return path of ours, and keeps what its sender asked of TLS', async () => {
  const sent = async () =>
    (
      await database().pool.query<object>(
        'select mail_from as "mailFrom", require_tls as "requireTls", relax_tls as "relaxTls" from queue_message order by queue_id desc limit 1',
      )
    ).rows[0];
  const release = async () => perform(quarantineRelease, actor, { id: (await listHeld())[0]?.id });
  await send('all@hamburger.edu', `TLS-Required: No\r\n${letter('reachable')}`);
  expect(await release()).toEqual({ ok: true, value: null });
  expect(await sent()).toEqual({
    mailFrom: expect.stringMatching(/^SRS0=.*=spam\.example=s@hamburger\.edu$/),
    requireTls: false,
    relaxTls: true,
  });
  await send('all@hamburger.edu', `TLS-Required: No\r\n${letter('secret')}`);
  await database().pool.query('update quarantine set require_tls = true'); // as of a connection by TLS
  expect(await release()).toEqual({ ok: true, value: null });
  expect(await sent()).toMatchObject({ requireTls: true, relaxTls: false });
});

test('dropped, forsaken by its only recipient, or expired, it is gone', async () => {
  await send('bob@hamburger.edu', letter('one'));
  await send('bob@hamburger.edu', letter('two'));
  await send('bob@hamburger.edu', letter('three'));
  const [three, two, one] = await listHeld();
  expect(await perform(quarantineDrop, actor, { id: one?.id })).toEqual({ ok: true, value: null });
  expect(await forsakeQuarantined(two?.id ?? 0, bob.accountId + 1000)).toBe(false);
  expect(await forsakeQuarantined(two?.id ?? 0, bob.accountId)).toBe(true);
  expect(await getQuarantined(two?.id ?? 0)).toBeNull();
  expect(await expireQuarantined()).toBe(0);
  await database().pool.query("update quarantine set expires_at = now() - interval '1 second' where quarantine_id = $1", [three?.id]);
  expect(await expireQuarantined()).toBe(1);
  expect(await listHeld()).toEqual([]);
});

test('what is held for an account that is gone can only be dropped', async () => {
  const { accountId } = await makeAccount('carol@hamburger.edu', 'hungry');
  await send('carol@hamburger.edu', letter('late'));
  expect(await removeAccount(accountId)).toEqual({ ok: true, value: null });
  const [held] = await listHeld();
  expect(await perform(quarantineRelease, actor, { id: held?.id })).toMatchObject({ ok: false });
  expect(await listHeld()).toHaveLength(1);
});

test('a scanner that is down: come again, or taken with a note, by setting', async () => {
  const unused = net.createServer().listen(0, '127.0.0.1');
  await once(unused, 'listening');
  const { port } = unused.address() as AddressInfo;
  await new Promise((closed) => unused.close(closed));
  const before = (await inboxTexts('bob@hamburger.edu')).length;
  for (const more of [{ CLAMAV_ADDRESS: `127.0.0.1:${port}` }, { RSPAMD_URL: `http://127.0.0.1:${port}` }]) {
    set(more);
    expect(await send('bob@hamburger.edu', letter('hello', 'hi'))).toContain('451 4.7.1 The message cannot be examined now');
  }
  expect(await inboxTexts('bob@hamburger.edu')).toHaveLength(before);
  set({ CLAMAV_ADDRESS: `127.0.0.1:${port}`, RSPAMD_URL: `http://127.0.0.1:${port}`, SCANNER_DOWN: 'accept' });
  expect(await send('bob@hamburger.edu', letter('hello', 'hi'))).toContain('250 2.0.0 Message accepted for delivery');
  const texts = await inboxTexts('bob@hamburger.edu');
  expect(texts).toHaveLength(before + 1);
  expect(texts.at(-1)).toMatch(/clamav-down=0 "ClamAV did not answer[^]*rspamd-down=0 "Rspamd did not answer/);
});

test('a scanner that answers nonsense, or hangs up, is down', async () => {
  const liar = net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nwhat?')));
  liar.listen(0, '127.0.0.1');
  await once(liar, 'listening');
  const { port } = liar.address() as AddressInfo;
  for (const more of [{ CLAMAV_ADDRESS: `127.0.0.1:${port}` }, { RSPAMD_URL: `http://127.0.0.1:${port}` }]) {
    set(more);
    expect(await send('bob@hamburger.edu', letter('hello', 'hi'))).toContain('451 4.7.1');
  }
  await new Promise((closed) => liar.close(closed));
});
