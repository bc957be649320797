/**
 * Sessions of IMAP, POP3 and ManageSieve made of damaged commands. The server never fails, never says that something is out of order here,
 * serves others meanwhile, and leaves nothing wrong in the store. FUZZ_SESSIONS and FUZZ_SEED make it longer, or repeat a run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { serveSieve } from '#server/sieve/serve.ts';
import { checkStore } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener, type Serve } from '../harness/listener.ts';
import { generator, mutate } from '../harness/mutations.ts';
import { mailboxOfBob } from '../transcripts/imap/mailbox-of-bob.ts';

const sessions = Number(process.env.FUZZ_SESSIONS ?? 60);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const folders = path.resolve(import.meta.dirname, '../transcripts');

/** What the clients of the transcripts say, without what is another session's. */
function spoken(protocol: string): string[] {
  const files = readdirSync(path.join(folders, protocol), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));
  const lines = files.flatMap((name) => readFileSync(path.join(folders, protocol, name), 'latin1').split('\n'));
  return lines
    .flatMap((line) => /^C\d?[:<] (.*)$/.exec(line)?.[1] ?? [])
    .filter((line) => !/STARTTLS|STLS|COMPRESS|\\\{|LOGOUT|QUIT|UNAUTHENTICATE|LOGIN|AUTH|PASS|USER/.test(line));
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const protocols: {
  name: string;
  serve: Serve;
  kind: 'imap' | 'pop3' | 'sieve';
  logIn: (login: string) => string;
  alive: [send: string, hear: RegExp];
}[] = [
  {
    name: 'imap',
    serve: serveImap,
    kind: 'imap',
    logIn: (login) => `a LOGIN ${login} hungry\r\nb SELECT INBOX\r\n`,
    alive: ['z NOOP\r\n', /^z OK/m],
  },
  { name: 'pop3', serve: servePop3, kind: 'pop3', logIn: (login) => `USER ${login}\r\nPASS hungry\r\n`, alive: ['NOOP\r\n', /^\+OK/m] },
  {
    name: 'sieve',
    serve: serveSieve,
    kind: 'sieve',
    logIn: (login) => `AUTHENTICATE "PLAIN" "${base64(`\0${login}\0hungry`)}"\r\n`,
    alive: ['NOOP\r\n', /^OK/m],
  },
];

describe.each(protocols)('$name', ({ name, serve, kind, logIn, alive }) => {
  let listener: Awaited<ReturnType<typeof startListener>>;
  const login = `${name}@hamburger.edu`;
  beforeAll(async () => {
    listener = await startListener(serve, kind);
    if (name === 'imap') await mailboxOfBob(login);
    else await makeAccount(login, 'hungry');
  });
  afterAll(() => listener.stop()); // throws what a session threw

  async function connect(text: string): Promise<{ socket: net.Socket; said: () => string; closed: () => boolean }> {
    const socket = net.connect(listener.port, '127.0.0.1');
    await once(socket, 'connect');
    let said = '';
    let closed = false;
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    socket.on('close', () => (closed = true)).on('error', () => {});
    socket.write(Buffer.from(text, 'latin1'));
    return { socket, said: () => said, closed: () => closed };
  }

  /** Somebody else's session, from the greeting to its end: others are served as ever. */
  async function serveAnother(): Promise<void> {
    const { socket, said, closed } = await connect(logIn(login) + alive[0]);
    while (!alive[1].test(said()) && !closed()) await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    expect(said()).toMatch(alive[1]);
    socket.destroy();
  }

  /** All that the server says. It may be waiting for a literal that never comes: when it is silent while others are served, the client goes. */
  async function talk(text: string): Promise<string> {
    const { socket, said, closed } = await connect(text);
    for (let silent = 0; silent < 3 && !closed();) {
      const before = said().length;
      await serveAnother();
      silent = said().length === before ? silent + 1 : 0;
    }
    socket.destroy();
    return said();
  }

  test(`${sessions} damaged sessions`, { timeout: 60_000 + sessions * 2000 }, async () => {
    const lines = spoken(name);
    expect(lines.length).toBeGreaterThan(20);
    const random = generator(seed);
    let answers = 0;
    for (let n = 0; n < sessions; n++) {
      let text = random() < 0.9 ? logIn(login) : '';
      for (let k = 0; k < 25; k++) {
        const line = (lines[Math.floor(random() * lines.length)] ?? '').replaceAll(/\$\{\w+\}/g, login).replaceAll('\\r\\n', '\r\n');
        text += `${random() < 0.2 ? line : mutate(line, random)}\r\n`;
      }
      const said = await talk(text);
      answers += said.split('\n').length;
      expect(said, `FUZZ_SEED=${seed}, session ${n}: ${JSON.stringify(text)}`).not.toMatch(/out of order here/);
    }
    expect(answers).toBeGreaterThan(sessions * 5);
    await serveAnother();
  });
});

test('nothing is wrong in the store', async () => {
  expect(await checkStore()).toEqual([]);
});
