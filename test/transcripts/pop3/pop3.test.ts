/** Every transcript of this folder, each for a bob of its own, over real sockets and the real store. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { forgetConfig } from '#server/config/config.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { deliver, findMailboxByRole, getMailbox, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';
import { runTranscript } from '../../harness/transcript.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(servePop3, 'pop3');
});
afterAll(() => listener.stop());
afterEach(() => {
  delete process.env.PLAINTEXT_AUTH;
  forgetConfig();
});

const letters = [
  'From: alice@crepes.fr\r\nSubject: ketchup\r\n\r\nDo you like ketchup?\r\n.a dot\r\n',
  'From: alice@crepes.fr\r\nSubject: pickles\r\n\r\nHow about pickles?\r\nAnd then?\r\nThe last\r\n',
].map((text) => Buffer.from(text));

async function inboxOf(login: string, messages: Buffer[]) {
  const { accountId } = await makeAccount(login, 'hungry');
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const mailboxId = inbox?.mailboxId ?? 0;
  for (const bytes of messages) {
    const item = { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) };
    expect((await deliver([item])).ok).toBe(true);
  }
  return { accountId, mailboxId };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

const folder = import.meta.dirname;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  test(file, async () => {
    const bob = `${path.basename(file, '.txt')}@hamburger.edu`;
    await inboxOf(bob, letters);
    const values = { bob, plain: base64(`\0${bob}\0hungry`), wrong: base64(`\0${bob}\0thirsty`) };
    await runTranscript(path.join(folder, file), { port: listener.port, values });
  });
}

async function talk(commands: string, lastLine: RegExp): Promise<string[]> {
  const session = await TranscriptSession.connect(listener.port);
  session.send(Buffer.from(commands));
  const lines: string[] = [];
  do lines.push(await session.readLine());
  while (!lastLine.test(lines.at(-1) ?? ''));
  session.destroy();
  return lines;
}

test('no password in clear text where the settings forbid it', async () => {
  process.env.PLAINTEXT_AUTH = 'never';
  forgetConfig();
  const lines = await talk('CAPA\r\nUSER bob\r\nAUTH PLAIN AGEAYg==\r\nQUIT\r\n', /signing off/);
  expect(lines).toContain('STLS');
  expect(lines).not.toContain('USER');
  expect(lines.some((line) => line.startsWith('SASL'))).toBe(false);
  expect(lines.filter((line) => line === '-ERR [SYS/PERM] Not without TLS: begin with STLS')).toHaveLength(2);
});

test('a large message of dots comes whole, and a message that ends without a line end is ended', async () => {
  const large = Buffer.from(`Subject: dots\r\n\r\n${'.\r\n'.repeat(300_000)}`);
  const unended = Buffer.from('Subject: unended\r\n\r\nthe end');
  await inboxOf('large@hamburger.edu', [large, unended]);
  const lines = await talk('USER large@hamburger.edu\r\nPASS hungry\r\nRETR 1\r\nRETR 2\r\nQUIT\r\n', /signing off/);
  const end = lines.indexOf('.');
  expect(lines.slice(4, end).join('\r\n')).toBe(large.toString().slice(0, -2).replaceAll('\n.', '\n..'));
  expect(lines.slice(end + 1)).toEqual(['+OK 27 octets', 'Subject: unended', '', 'the end', '.', '+OK POP3 server signing off']);
});

test('a line that never ends is refused, and twenty errors end the session', async () => {
  const lines = await talk(`${'x'.repeat(5000)}\r\n${'junk\r\n'.repeat(18)}NOOP\r\n`, /Log in first/);
  expect(lines.slice(0, 3)).toEqual(['+OK POP3 server ready', '-ERR That line is too long', '-ERR There is no such command']);
  expect(lines).toHaveLength(21);
});

test('a line that is too long in the middle of a log-in is a mistake of the client, not a fault of ours', async () => {
  const lines = await talk(`AUTH PLAIN\r\n${'x'.repeat(20_000)}\r\nQUIT\r\n`, /signing off/);
  expect(lines.slice(1, 3)).toEqual(['+ ', '-ERR That line is too long']);
});

test('a session that closes without QUIT has deleted nothing', async () => {
  const { accountId, mailboxId } = await inboxOf('rude@hamburger.edu', letters);
  await talk('USER rude@hamburger.edu\r\nPASS hungry\r\nDELE 1\r\n', /deleted/);
  expect((await getMailbox(accountId, mailboxId))?.total).toBe(2);
});
