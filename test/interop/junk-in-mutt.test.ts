/** What is saved to Junk in mutt teaches: the next mail of that sender is junk, and no longer when mutt takes it out again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { startLearning } from '#server/spam/start-learning.ts';
import { findMailboxByRole, startPush } from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { sendMail } from '../harness/send-mail.ts';
import { runMutt } from './run-mutt.ts';

const login = { user: 'bob@hamburger.edu', pass: 'hungry' };
let listeners: Awaited<ReturnType<typeof startListener>>[] = [];
let accountId = 0;
let stop: (() => Promise<void>)[] = [];
beforeAll(async () => {
  listeners = [await startListener(serveSmtp, 'smtp'), await startListener(serveImap, 'imap')];
  accountId = (await makeAccount(login.user, login.pass)).accountId;
  stop = [await startPush(), startLearning(30_000, 50)]; // as in a mail process
});
afterAll(async () => {
  for (const end of stop) await end();
  for (const listener of listeners) await listener.stop();
});

const totals = async () => ({
  inbox: (await findMailboxByRole(accountId, 'inbox'))?.total,
  junk: (await findMailboxByRole(accountId, 'junk'))?.total,
});
let serial = 0;
async function send(subject: string, body: string): Promise<void> {
  const letter = `From: Pest <pest@far.example>\r\nTo: ${login.user}\r\nSubject: ${subject}\r\nDate: Sat, 21 Nov 2026 08:00:00 +0000\r\nMessage-ID: <${++serial}@far.example>\r\n\r\n${body}\r\n`;
  expect(await sendMail(listeners[0]?.port ?? 0, { from: 'pest@far.example', to: [login.user] }, letter)).toContain('250 2.0.0');
}
const taught = async (isJunk: boolean) => {
  const { rows } = await database().pool.query('select from junk_taught where account_id = $1 and is_junk = $2', [accountId, isJunk]);
  return rows.length;
};
const mutt = (command: string) => runMutt({ ...login, port: listeners[1]?.port ?? 0 }, command);

test('a move to Junk in mutt changes the next verdict of that sender’s mail; a move out changes it back', async () => {
  await send('Buy a watch', 'Very good watches');
  expect(await totals()).toEqual({ inbox: 1, junk: 0 });
  await mutt('push "<search>watch<enter><save-message>=Junk<enter><quit>"');
  expect(await totals()).toEqual({ inbox: 0, junk: 1 });
  await expect.poll(() => taught(true), { timeout: 20_000 }).toBe(1);
  await send('Good morning', 'Something about the weather');
  expect(await totals()).toEqual({ inbox: 0, junk: 2 });
  await mutt('push "<change-folder>=Junk<enter><tag-pattern>~A<enter><tag-prefix><save-message>=INBOX<enter><quit>"');
  expect(await totals()).toEqual({ inbox: 2, junk: 0 });
  await expect.poll(() => taught(false), { timeout: 20_000 }).toBe(2);
  await send('Once more', 'About the weather again');
  expect(await totals()).toEqual({ inbox: 3, junk: 0 });
});
