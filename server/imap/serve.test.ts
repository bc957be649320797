/** Limits and settings that a transcript cannot show: what strangers may send, and where passwords are forbidden. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { updateAccount } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { startListener } from '../../test/harness/listener.ts';
import { TranscriptSession } from '../../test/harness/transcript-session.ts';
import { serveImap } from './serve.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
  await makeAccount('bob@hamburger.edu', 'hungry');
});
afterAll(() => listener.stop());
afterEach(() => {
  delete process.env.PLAINTEXT_AUTH;
  forgetConfig();
});

async function connect(): Promise<{
  greeting: string;
  say: (text: string) => void;
  hear: () => Promise<string>;
  session: TranscriptSession;
}> {
  const session = await TranscriptSession.connect(listener.port);
  const greeting = await session.readLine();
  return { greeting, session, say: (text) => session.send(Buffer.from(text, 'latin1')), hear: () => session.readLine() };
}

async function loggedIn() {
  const client = await connect();
  client.say('a1 LOGIN bob@hamburger.edu hungry\r\n');
  expect(await client.hear()).toMatch(/^a1 OK/);
  return client;
}

// example: 9051 §7.2.2, 9051 §7.1 PRIVACYREQUIRED (1)
// capability: LOGINDISABLED
test('LOGINDISABLED stands exactly where a password is refused', async () => {
  process.env.PLAINTEXT_AUTH = 'never';
  forgetConfig();
  const { greeting, say, hear, session } = await connect();
  expect(greeting).toContain(' LOGINDISABLED');
  expect(greeting).not.toContain('AUTH=');
  say('a1 LOGIN bob@hamburger.edu hungry\r\na2 AUTHENTICATE PLAIN AGJvYgBodW5ncnk=\r\na3 STARTTLS\r\n');
  expect(await hear()).toMatch(/^a1 NO \[PRIVACYREQUIRED\]/);
  expect(await hear()).toMatch(/^a2 NO \[PRIVACYREQUIRED\]/);
  expect(await hear()).toMatch(/^a3 OK/);
  await session.startTls();
  say('a4 AUTHENTICATE PLAIN AGJvYkBoYW1idXJnZXIuZWR1AGh1bmdyeQ==\r\n');
  expect(await hear()).toMatch(/^a4 OK \[CAPABILITY /);
  session.destroy();
});

test('what is switched off for an account is neither offered nor understood, and no other account notices', async () => {
  const { accountId } = await makeAccount('odd@hamburger.edu', 'hungry');
  await updateAccount(accountId, { settings: { imapDisabledCapabilities: ['QRESYNC', 'COMPRESS=DEFLATE', 'move', 'MULTIAPPEND'] } });
  const { say, hear, session } = await connect();
  say('a1 LOGIN odd@hamburger.edu hungry\r\n');
  const offered = await hear();
  for (const name of ['QRESYNC', 'COMPRESS=DEFLATE', 'MOVE', 'MULTIAPPEND']) expect(offered).not.toMatch(new RegExp(`[ ]${name}[ \\]]`));
  expect(offered).toContain(' CONDSTORE ');
  say('a2 ENABLE QRESYNC\r\na3 COMPRESS DEFLATE\r\na4 SELECT INBOX (QRESYNC (1 1))\r\n');
  expect(await hear()).toBe('* ENABLED');
  expect(await hear()).toMatch(/^a2 OK/);
  expect(await hear()).toMatch(/^a3 BAD/);
  expect(await hear()).toMatch(/^a4 BAD/);
  say('a5 APPEND INBOX {3+}\r\na\r\n {3+}\r\nb\r\n\r\n');
  expect(await hear()).toMatch(/^a5 NO \[CANNOT\]/);
  session.destroy();
  const other = await connect();
  other.say('b1 LOGIN bob@hamburger.edu hungry\r\n');
  expect(await other.hear()).toMatch(/^b1 OK .* QRESYNC /);
  other.session.destroy();
});

test('implicit TLS offers no STARTTLS', async () => {
  const secure = await startListener(serveImap, 'imap', { implicitTls: true });
  const session = await TranscriptSession.connect(secure.port);
  await session.startTls();
  expect(await session.readLine()).toMatch(/^\* OK \[CAPABILITY (?!.*STARTTLS).*AUTH=PLAIN/);
  session.destroy();
  await secure.stop();
});

test('a stranger cannot make us hold much: a long line, a large literal, endless errors', async () => {
  const { say, hear, session } = await connect();
  say(`a1 LOGIN ${'x'.repeat(20_000)}\r\na2 NOOP\r\n`);
  expect(await hear()).toBe('* BAD The line is too long');
  expect(await hear()).toMatch(/^a2 OK/);
  say('a3 LOGIN {20000+}\r\n');
  expect(await hear()).toMatch(/^\* BYE \[TOOBIG\]/);
  await session.expectClosed();
  const other = await connect();
  other.say('x\r\n'.repeat(20));
  for (let n = 0; n < 20; n++) expect(await other.hear()).toMatch(/^x BAD/);
  expect(await other.hear()).toBe('* BYE Too many errors.');
  await other.session.expectClosed();
});

test('an oversized {n+} is swallowed, and is never read as commands', async () => {
  const { say, hear, session } = await loggedIn();
  const inside = 'a9 LOGOUT\r\n'.repeat(10_000);
  say(`a2 SEARCH SUBJECT {${inside.length}+}\r\n${inside} ALL\r\na3 NOOP\r\n`);
  expect(await hear()).toBe('a2 NO [TOOBIG] The literal is too large');
  expect(await hear()).toBe('a3 OK Done');
  session.destroy();
});

test('a literal that arrives in pieces, and two commands in one packet', async () => {
  const { say, hear, session } = await loggedIn();
  say('a2 STATUS {5}\r\n');
  expect(await hear()).toBe('+ Ready for literal data');
  say('IN');
  await new Promise((sent) => setImmediate(sent));
  say('BOX (MESSAGES)\r\na3 NO');
  expect(await hear()).toBe('* STATUS "INBOX" (MESSAGES 0)');
  expect(await hear()).toMatch(/^a2 OK/);
  say('OP\r\n');
  expect(await hear()).toBe('a3 OK Done');
  session.destroy();
});
