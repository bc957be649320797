/** Every transcript of this folder, each for a bob of its own, over real sockets and the real store. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { hashPassword } from '#server/auth/password.ts';
import { forgetConfig } from '#server/config/config.ts';
import { serveSieve } from '#server/sieve/serve.ts';
import { listScripts, setPassword } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { ScramClient } from '../../harness/scram-client.ts';
import { TranscriptSession } from '../../harness/transcript-session.ts';
import { runTranscript } from '../../harness/transcript.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(serveSieve, 'sieve');
});
afterAll(() => listener.stop());
afterEach(() => {
  delete process.env.PLAINTEXT_AUTH;
  forgetConfig();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

const folder = import.meta.dirname;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  test(file, async () => {
    const bob = `${path.basename(file, '.txt')}@hamburger.edu`;
    await makeAccount(bob, 'hungry');
    const plain = base64(`\0${bob}\0hungry`);
    const values = {
      ...{ bob, plain, plainLength: String(plain.length), wrong: base64(`\0${bob}\0thirsty`) },
      ...{ name: base64(bob), password: base64('hungry') },
    };
    await runTranscript(path.join(folder, file), { port: listener.port, values });
  });
}

async function open(): Promise<TranscriptSession> {
  const session = await TranscriptSession.connect(listener.port);
  await until(session, /^OK/);
  return session;
}
async function until(session: TranscriptSession, wanted: RegExp): Promise<string[]> {
  const lines: string[] = [];
  do lines.push(await session.readLine());
  while (!wanted.test(lines.at(-1) ?? ''));
  return lines;
}
async function logIn(login: string): Promise<TranscriptSession> {
  const session = await open();
  session.send(Buffer.from(`AUTHENTICATE "PLAIN" "${base64(`\0${login}\0hungry`)}"\r\n`));
  await until(session, /^OK/);
  return session;
}

test('SCRAM-SHA-256: the server proves that it knows the password too', async () => {
  await makeAccount('scram@hamburger.edu', 'hungry');
  const session = await open();
  const client = new ScramClient('scram@hamburger.edu', 'hungry');
  session.send(Buffer.from(`AUTHENTICATE "SCRAM-SHA-256" "${client.first()}"\r\n`));
  const challenge = (await session.readLine()).slice(1, -1);
  session.send(Buffer.from(`"${client.final(challenge)}"\r\n`));
  expect(client.trusts((await session.readLine()).slice(1, -1))).toBe(true);
  session.send(Buffer.from('""\r\n'));
  expect(await session.readLine()).toBe('OK "Welcome, scram@hamburger.edu"');
  session.destroy();
});

test('no password in clear text where the settings forbid it: the list of mechanisms is empty', async () => {
  process.env.PLAINTEXT_AUTH = 'never';
  forgetConfig();
  const session = await TranscriptSession.connect(listener.port);
  const lines = await until(session, /^OK/);
  expect(lines).toContain('"SASL" ""');
  expect(lines).toContain('"STARTTLS"');
  session.send(Buffer.from('AUTHENTICATE "PLAIN" "AGEAYg=="\r\n'));
  expect(await session.readLine()).toBe('NO (ENCRYPT-NEEDED) "Not without TLS: begin with STARTTLS"');
  session.destroy();
});

test('twenty errors before a log-in end the session; so does a line that never ends', async () => {
  const session = await open();
  session.send(Buffer.from('junk\r\n'.repeat(20)));
  expect((await until(session, /^BYE/)).length).toBe(21);
  await session.expectClosed();
  const long = await open();
  long.send(Buffer.from(`NOOP "${'x'.repeat(20_000)}"\r\n`));
  expect(await long.readLine()).toBe('BYE "That line is too long"');
  await long.expectClosed();
});

test('a stranger may announce a little, somebody logged in a script; what is too much is swallowed, and far too much ends it', async () => {
  const stranger = await open();
  stranger.send(Buffer.from(`AUTHENTICATE "PLAIN" {9000+}\r\n${'x'.repeat(9000)}\r\nNOOP\r\n`));
  expect(await stranger.readLine()).toBe(`NO "A script has at most ${sieveLimits.scriptBytes} octets"`);
  expect(await stranger.readLine()).toBe('OK "Done"');
  stranger.send(Buffer.from('NOOP {4000000000+}\r\n'));
  expect(await stranger.readLine()).toBe('BYE "That is far too long"');
  await stranger.expectClosed();

  const { accountId } = await makeAccount('large@hamburger.edu', 'hungry');
  const session = await logIn('large@hamburger.edu');
  const put = (octets: number) => {
    const script = `#${'x'.repeat(octets - 2)}\n`;
    session.send(Buffer.from(`PUTSCRIPT "large" {${octets}+}\r\n${script}\r\n`));
    return session.readLine();
  };
  expect(await put(sieveLimits.scriptBytes)).toBe('OK');
  expect(await put(sieveLimits.scriptBytes + 1)).toMatch(/^NO \(QUOTA\/MAXSIZE\)/);
  expect(await put(sieveLimits.scriptBytes + 100_000)).toMatch(/^NO \(QUOTA\/MAXSIZE\)/);
  expect((await listScripts(accountId)).map(({ content }) => content.length)).toEqual([sieveLimits.scriptBytes]);
  session.send(Buffer.from(`PUTSCRIPT "large" {${100_000_000}+}\r\n`));
  expect(await session.readLine()).toBe('BYE (QUOTA/MAXSIZE) "That is far too long"');
  await session.expectClosed();
});

test('literals of nothing, one behind the other, are bounded as well', async () => {
  const stranger = await open();
  stranger.send(Buffer.from(`AUTHENTICATE ${'{0+}\r\n'.repeat(50_000)}`));
  expect(await stranger.readLine()).toBe('BYE "That is far too long"');
  await stranger.expectClosed();
});

test('what a line that makes no sense announces is not taken for commands', async () => {
  const session = await open();
  session.send(Buffer.from('PUTSCRIPT (x {8+}\r\nLOGOUT\r\n\r\nNOOP\r\n'));
  expect(await session.readLine()).toMatch(/^NO "Strings stand/);
  expect(await session.readLine()).toBe('OK "Done"');
  session.destroy();
});

test('no more scripts than are allowed', async () => {
  await makeAccount('many@hamburger.edu', 'hungry');
  const session = await logIn('many@hamburger.edu');
  for (let number = 0; number < sieveLimits.scripts; number++) {
    session.send(Buffer.from(`PUTSCRIPT "n${number}" "keep;"\r\n`));
    expect(await session.readLine()).toBe('OK');
  }
  session.send(Buffer.from('PUTSCRIPT "more" "keep;"\r\nHAVESPACE "more" 5\r\nPUTSCRIPT "n3" "stop;"\r\nHAVESPACE "n3" 5\r\n'));
  expect(await session.readLine()).toMatch(/^NO \(QUOTA\/MAXSCRIPTS\)/);
  expect(await session.readLine()).toMatch(/^NO \(QUOTA\/MAXSCRIPTS\)/);
  expect([await session.readLine(), await session.readLine()]).toEqual(['OK', 'OK']);
  session.destroy();
});

test('a changed password ends a session that is open', async () => {
  await makeAccount('changed@hamburger.edu', 'hungry');
  const session = await logIn('changed@hamburger.edu');
  session.send(Buffer.from('LISTSCRIPTS\r\n'));
  expect(await session.readLine()).toBe('OK');
  await setPassword('changed@hamburger.edu', await hashPassword('thirsty'));
  session.send(Buffer.from('LISTSCRIPTS\r\n'));
  expect(await session.readLine()).toMatch(/^BYE "Your password was changed/);
  await session.expectClosed();
});

test('a server that stops says good-bye', async () => {
  const other = await startListener(serveSieve, 'sieve');
  const session = await TranscriptSession.connect(other.port);
  await until(session, /^OK/);
  const stopped = other.stop();
  expect(await session.readLine()).toBe('BYE (TRYLATER) "The server is stopping"');
  session.destroy();
  await stopped;
});
