/** Limits and settings that a transcript cannot show: what strangers may send, and where passwords are forbidden. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { createMailbox, listMailboxes, setGrant, updateAccount } from '#server/store/index.ts';
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

test('literals of nothing, one behind the other, are bounded as well', async () => {
  const { say, hear, session } = await connect();
  say(`a1 LOGIN ${'{0+}\r\n '.repeat(10_000)}`);
  expect(await hear()).toMatch(/^\* BYE \[TOOBIG\]/);
  await session.expectClosed();
  const known = await loggedIn();
  known.say(`a2 SEARCH ${'OR SUBJECT {0+}\r\n '.repeat(50_000)}ALL ALL\r\na3 NOOP\r\n`);
  expect(await known.hear()).toBe('a2 NO [TOOBIG] The literal is too large');
  expect(await known.hear()).toBe('a3 OK Done');
  known.session.destroy();
});

test('lines that are refused before they are commands count as errors', async () => {
  const { say, hear, session } = await connect();
  for (let n = 0; n < 20; n++) {
    say(`a1 LOGIN ${'x'.repeat(20_000)}\r\n`);
    expect(await hear()).toBe('* BAD The line is too long');
  }
  expect(await hear()).toBe('* BYE Too many errors.');
  await session.expectClosed();
});

test('a line that is too long in the middle of a command is a mistake of the client, not a fault of ours', async () => {
  const { say, hear, session } = await connect();
  say('a1 AUTHENTICATE PLAIN\r\n');
  expect(await hear()).toBe('+ ');
  say(`${'x'.repeat(20_000)}\r\na2 LOGIN bob@hamburger.edu hungry\r\n`);
  expect(await hear()).toBe('a1 BAD The line is too long');
  expect(await hear()).toMatch(/^a2 OK/);
  say(`a3 IDLE\r\n`);
  expect(await hear()).toBe('+ idling');
  say(`${'x'.repeat(100_000)}\r\na4 NOOP\r\n`);
  expect(await hear()).toBe('a3 BAD The line is too long');
  expect(await hear()).toMatch(/^a4 OK/);
  session.destroy();
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

test('an annotation of any octets comes back as it was', async () => {
  const { say, hear, session } = await loggedIn();
  session.send(Buffer.from('a2 SETMETADATA INBOX (/private/vendor/x ~{4+}\r\n\xff\x00\xfe\xe9)\r\n', 'latin1'));
  expect(await hear()).toMatch(/^a2 OK/);
  say('a3 SETMETADATA INBOX (/private/comment {3+}\r\n\xff\xe9x)\r\n');
  expect(await hear()).toMatch(/^a3 OK/);
  say('a4 GETMETADATA INBOX (/private/vendor/x /private/comment)\r\na5 LIST "" INBOX RETURN (METADATA (/private/comment))\r\n');
  const octets = await session.readUntil(Buffer.from('a5 OK Listed\r\n'));
  const text = octets.toString('latin1');
  expect(text).toContain('/private/vendor/x ~{4}\r\n\xff\x00\xfe\xe9');
  expect(text.match(/\/private\/comment \{3\}\r\n\xff\xe9x[ )]/g)).toHaveLength(2);
  session.destroy();
});

test('RENAME moves nothing into a mailbox of somebody else, and leaves no mailbox behind there', async () => {
  const [alice, carol] = [await makeAccount('alice@crepes.fr', 'hungry'), await makeAccount('carol@crepes.fr', 'hungry')];
  const team = await createMailbox(alice.accountId, { name: 'Team', parentId: null });
  const own = await createMailbox(carol.accountId, { name: 'Own', parentId: null });
  if (!team.ok || !own.ok) throw new Error('no mailbox was made');
  await setGrant(alice.accountId, team.value.mailboxId, carol.accountId, 'lrikx');
  const { say, session } = await connect();
  say('a1 LOGIN carol@crepes.fr hungry\r\n');
  say('a2 APPEND INBOX {23+}\r\nSubject: hers\r\n\r\nmine\r\n\r\n');
  const before = [await listMailboxes(alice.accountId), await listMailboxes(carol.accountId)].map((all) => all.length);
  say('a3 RENAME INBOX "Other Users/alice@crepes.fr/Team/deep/Taken"\r\na4 RENAME Own "Other Users/alice@crepes.fr/Team/deep/Own"\r\n');
  say('a5 STATUS INBOX (MESSAGES)\r\n');
  const text = (await session.readUntil(Buffer.from('a5 OK'))).toString();
  expect(text).toContain('a3 NO [NOPERM]');
  expect(text).toContain('a4 NO [NOPERM]');
  expect(text).toContain('* STATUS "INBOX" (MESSAGES 1)');
  expect([await listMailboxes(alice.accountId), await listMailboxes(carol.accountId)].map((all) => all.length)).toEqual(before);
  session.destroy();
});
