/** SMTP and submission over real sockets and the real store: dialogues in the files beside this one, and what they left behind. */
import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import {
  addAlias,
  findAccountByEmail,
  findMailboxByRole,
  flushEvents,
  getEmails,
  listDeliveryEvents,
  listQueue,
  openMailbox,
  readMessage,
  updateAccount,
} from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { runTranscript } from '../../harness/transcript.ts';

let smtp: Awaited<ReturnType<typeof startListener>>;
let submission: Awaited<ReturnType<typeof startListener>>;

beforeAll(async () => {
  process.env.MAIL_HOSTNAME = 'hamburger.edu';
  process.env.MAIL_DOMAIN = 'hamburger.edu';
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
  submission = await startListener(serveSmtp, 'submission');
  await makeAccount('bob@hamburger.edu', 'hungry');
  await makeAccount('alice@hamburger.edu', 'hungry');
  await makeAccount('admin@hamburger.edu', 'hungry', { isAdmin: true }); // the last administrator cannot be suspended, so have one
  const full = await makeAccount('full@hamburger.edu', 'hungry');
  await updateAccount(full.accountId, { quotaBytes: 0 });
  const gone = await makeAccount('gone@hamburger.edu', 'hungry');
  await updateAccount(gone.accountId, { disabled: true });
  await addAlias('team@hamburger.edu', ['bob@hamburger.edu', 'alice@hamburger.edu', 'carol@elsewhere.example']);
});
afterAll(async () => {
  await smtp.stop();
  await submission.stop();
});

let before = new Map<string, number>();
beforeEach(async () => {
  before = new Map();
  for (const email of ['bob@hamburger.edu', 'alice@hamburger.edu']) before.set(email, (await inboxOf(email)).length);
});

async function inboxOf(email: string): Promise<{ accountId: number; emailId: number; text: string }[]> {
  const accountId = (await findAccountByEmail(email))?.accountId ?? 0;
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const opened = await openMailbox(accountId, inbox?.mailboxId ?? 0);
  const emails = await getEmails(accountId, opened?.emailIds ?? []);
  const sorted = emails.toSorted((a, b) => a.emailId - b.emailId);
  return Promise.all(
    sorted.map(async (email) => ({ accountId, emailId: email.emailId, text: (await readMessage(email)).toString('utf8') })),
  );
}
const newIn = async (email: string) => (await inboxOf(email)).slice(before.get(email)).map(({ text }) => text);
const transcript = (name: string, port: number) => runTranscript(path.join(import.meta.dirname, `${name}.txt`), { port });

test('the textbook, word for word: both sentences are the body', async () => {
  await transcript('textbook', smtp.port);
  const [text = ''] = await newIn('bob@hamburger.edu');
  const [header, body] = [text.slice(0, text.indexOf('\r\n\r\n')), text.slice(text.indexOf('\r\n\r\n') + 4)];
  expect(header).toMatch(
    /^Return-Path: <alice@crepes\.fr>\r\nX-Posthorn-Spam: no; [^]*\r\nReceived: from crepes\.fr \(\[127\.0\.0\.1\]\)\r\n\tby hamburger\.edu /,
  );
  expect(header).toContain('for <bob@hamburger.edu>; ');
  expect(body).toBe('Do you like ketchup?\r\nHow about pickles?\r\n');
});

test('EHLO offers what there is', () => transcript('ehlo', smtp.port));
test('refusals say why', () => transcript('refusals', smtp.port));
test('STARTTLS forgets and drops', () => transcript('starttls', smtp.port));
test('what is slipped in behind STARTTLS is never carried out', async () => {
  await transcript('starttls-injections', smtp.port);
  expect(await newIn('bob@hamburger.edu')).toEqual([]);
});

test('no smuggling: of four messages one arrives', async () => {
  await transcript('smuggling', smtp.port);
  const found = await newIn('bob@hamburger.edu');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/Subject: pipelined\r\n\r\n\.dot\r\n$/);
});

test('submission: own addresses only, repaired, delivered here at once and queued for elsewhere', async () => {
  await transcript('submission', submission.port);
  const [text = '', ...more] = await newIn('alice@hamburger.edu');
  expect(more).toEqual([]);
  expect(text).toMatch(/^Return-Path: <bob@hamburger\.edu>\r\nReceived: by hamburger\.edu \(Posthorn\) with ESMTPA id /);
  expect(text).toMatch(
    /\r\nFrom: <bob@hamburger\.edu>\r\nDate: .*\r\nMessage-ID: <.*@hamburger\.edu>\r\nSubject: bare\r\n\r\nline\r\nline\r\n$/,
  );
  expect((await listQueue()).map(({ recipient, mailFrom }) => [recipient, mailFrom])).toEqual([
    ['carol@elsewhere.example', 'bob@hamburger.edu'],
  ]);
});

test('an alias reaches everybody once, here and elsewhere, and each has a timeline', async () => {
  const waiting = (await listQueue()).length;
  await talk(smtp.port, [
    'HELO crepes.fr\r\nMAIL FROM:<>\r\nRCPT TO:<team@hamburger.edu>\r\nRCPT TO:<bob@hamburger.edu>\r\nDATA\r\nSubject: t\r\n\r\nx\r\n.\r\nQUIT\r\n',
  ]);
  expect(await newIn('bob@hamburger.edu')).toHaveLength(1);
  expect(await newIn('alice@hamburger.edu')).toHaveLength(1);
  expect(await listQueue()).toHaveLength(waiting + 1);
  await flushEvents();
  const last = (await inboxOf('bob@hamburger.edu')).at(-1);
  const events = await listDeliveryEvents({ accountId: last?.accountId ?? 0, emailIds: [last?.emailId ?? 0] });
  expect(events.map(({ type }) => type)).toEqual(['received', 'judged', 'delivered']);
});

test('octet by octet it is the same', async () => {
  const dialogue =
    'EHLO crepes.fr\r\nMAIL FROM:<a@crepes.fr>\r\nRCPT TO:<bob@hamburger.edu>\r\nDATA\r\nSubject: s\r\n\r\n..x\r\n.\r\nQUIT\r\n';
  const replies = await talk(smtp.port, [...dialogue]);
  expect(replies).toContain('250 2.0.0 Message accepted for delivery\r\n221 ');
  expect((await newIn('bob@hamburger.edu'))[0]).toMatch(/Subject: s\r\n\r\n\.x\r\n$/);
});

test('a stranger who speaks before the greeting is refused, one who waits is greeted', async () => {
  const afar = await startListener(serveSmtp, 'smtp', { from: '192.0.2.1' });
  expect(await talk(afar.port, ['EHLO crepes.fr\r\n'], false)).toBe('554 hamburger.edu speaks first: connection refused\r\n');
  expect(await talk(afar.port, ['QUIT\r\n'])).toBe('220 hamburger.edu\r\n221 hamburger.edu closing connection\r\n');
  await afar.stop();
});

test('mail that goes in circles, and endless errors, come to an end', async () => {
  const loop = 'Received: by a\r\n'.repeat(51);
  const sent = `HELO c\r\nMAIL FROM:<a@c.example>\r\nRCPT TO:<bob@hamburger.edu>\r\nDATA\r\n${loop}\r\nx\r\n.\r\n${'FOO\r\n'.repeat(40)}`;
  const replies = await talk(smtp.port, [sent]);
  expect(replies).toContain('554 The message has passed too many servers');
  expect(replies.match(/500 Command not recognised/g)).toHaveLength(19);
  expect(replies).toMatch(/421 hamburger\.edu closing connection: too many errors\r\n$/);
  expect(await newIn('bob@hamburger.edu')).toEqual([]);
});

test('a line without end does not fill memory', async () => {
  expect(await talk(smtp.port, [`NOOP ${'x'.repeat(1_000_000)}\r\nQUIT\r\n`])).toMatch(/500 That line is longer than 4096 octets\r\n221 /);
});

test('too large while it is read', async () => {
  process.env.MAX_MESSAGE_SIZE = '2000';
  forgetConfig();
  try {
    const big = `${'x'.repeat(70)}\r\n`.repeat(40);
    const replies = await talk(smtp.port, [
      `EHLO c\r\nMAIL FROM:<a@c.example>\r\nRCPT TO:<bob@hamburger.edu>\r\nDATA\r\nSubject: big\r\n\r\n${big}.\r\nQUIT\r\n`,
    ]);
    expect(replies).toContain('552 5.3.4 The message is too large: at most 2000 octets are taken\r\n221 ');
  } finally {
    delete process.env.MAX_MESSAGE_SIZE;
    forgetConfig();
  }
});

/** Sends the pieces, each in a packet of its own, and gives back all that was answered. */
async function talk(port: number, pieces: string[], waitForGreeting = true): Promise<string> {
  const socket = net.connect(port, '127.0.0.1').setNoDelay(true);
  let text = '';
  const first = once(socket, 'data');
  socket.on('data', (chunk) => (text += String(chunk))).on('error', () => {});
  const closed = once(socket, 'close');
  if (waitForGreeting) await first;
  for (const piece of pieces) await new Promise((sent) => socket.write(piece, sent));
  await closed;
  return text;
}
