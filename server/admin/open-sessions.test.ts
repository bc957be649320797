/** Sessions of mail programs that are open, over real sockets, when an administrator acts: each is told and closed at once, others go on. */
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { serveSieve } from '#server/sieve/serve.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { startListener } from '../../test/harness/listener.ts';
import { commandLine } from './caller.ts';
import * as accounts from './operations/accounts.ts';
import { appPasswordAdd, appPasswordList, appPasswordRevoke } from './operations/app-passwords.ts';
import { perform } from './perform.ts';

const listeners: Awaited<ReturnType<typeof startListener>>[] = [];
const ports: Record<string, number> = {};
let people = 0;
let email = '';

beforeAll(async () => {
  process.env.PLAINTEXT_AUTH = 'always';
  forgetConfig();
  for (const [name, serve, kind] of [
    ['imap', serveImap, 'imap'],
    ['pop3', servePop3, 'pop3'],
    ['sieve', serveSieve, 'sieve'],
    ['smtp', serveSmtp, 'submission'],
  ] as const) {
    const listener = await startListener(serve, kind);
    listeners.push(listener);
    ports[name] = listener.port;
  }
  await makeAccount('chef@hamburger.edu', 'very hungry', { isAdmin: true }); // somebody must stay
});
afterAll(async () => {
  for (const listener of listeners) await listener.stop();
  delete process.env.PLAINTEXT_AUTH;
  forgetConfig();
});
beforeEach(async () => {
  email = `bob${people++}@hamburger.edu`;
  await makeAccount(email, 'very hungry');
});

class Program {
  readonly #socket: net.Socket;
  heard = '';
  readonly closed: Promise<unknown>;
  isClosed = false;

  constructor(port: number) {
    this.#socket = net.connect(port, '127.0.0.1');
    this.#socket.setEncoding('latin1').on('data', (text: string) => {
      this.heard += text;
      this.#socket.emit('heard');
    });
    this.#socket.on('error', () => undefined);
    this.closed = once(this.#socket, 'close').then(() => (this.isClosed = true));
  }

  say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  async hears(what: RegExp): Promise<void> {
    while (!what.test(this.heard)) {
      if (this.isClosed) throw new Error(`closed, after: ${this.heard}`);
      await Promise.race([once(this.#socket, 'heard'), this.closed]);
    }
  }
}

const plain = (password: string) => Buffer.from(`\0${email}\0${password}`).toString('base64');

async function idleImap(password: string): Promise<Program> {
  const program = new Program(ports.imap ?? 0);
  program.say(`a LOGIN ${email} "${password}"`);
  await program.hears(/a OK/);
  program.say('b SELECT INBOX');
  program.say('c IDLE');
  await program.hears(/\+ /);
  return program;
}
async function pop3(password: string): Promise<Program> {
  const program = new Program(ports.pop3 ?? 0);
  program.say(`USER ${email}`);
  program.say(`PASS ${password}`);
  await program.hears(/successfully/);
  return program;
}
async function sieve(password: string): Promise<Program> {
  const program = new Program(ports.sieve ?? 0);
  program.say(`AUTHENTICATE "PLAIN" "${plain(password)}"`);
  await program.hears(/OK "Welcome/);
  return program;
}
async function submission(password: string): Promise<Program> {
  const program = new Program(ports.smtp ?? 0);
  await program.hears(/^220/);
  program.say('EHLO here');
  program.say(`AUTH PLAIN ${plain(password)}`);
  await program.hears(/^235/m);
  program.say(`MAIL FROM:<${email}>`);
  await program.hears(/^235[^]*^250/m);
  return program;
}
const all = async (password: string) => [await idleImap(password), await pop3(password), await sieve(password), await submission(password)];

const acts: Record<string, () => Promise<{ ok: boolean }>> = {
  'the account is suspended': () => perform(accounts.accountSuspend, commandLine, { email }),
  'its password is reset': () => perform(accounts.accountPassword, commandLine, { email, password: 'thirsty instead' }),
  'it is signed out everywhere': () => perform(accounts.accountSignOut, commandLine, { email }),
  'it is removed': () => perform(accounts.accountRemove, commandLine, { email }),
};

test.each(Object.entries(acts))('when %s, programs are told and closed', async (_name, act) => {
  const [imap, pop, filter, sending] = await all('very hungry');
  expect(await act()).toMatchObject({ ok: true });
  await Promise.all([imap, pop, filter, sending].map((program) => program?.closed));
  expect(imap?.heard).toMatch(/^\* BYE Your password was changed, or the account was suspended/m);
  expect(filter?.heard).toMatch(/^BYE "Your password/m);
  expect(sending?.heard).toMatch(/^421 4\.7\.0 /m);
});

test('a revoked app password ends its own sessions, and no other’s', async () => {
  const made = await perform(appPasswordAdd, commandLine, { email, label: 'Phone' });
  if (!made.ok) throw new Error(made.message);
  const other = await all('very hungry');
  const phone = await all(made.value.password);
  const listed = await perform(appPasswordList, commandLine, { email });
  const id = listed.ok ? listed.value.items[0]?.id : undefined;
  expect(await perform(appPasswordRevoke, commandLine, { email, id })).toMatchObject({ ok: true });
  await Promise.all(phone.map(({ closed }) => closed));
  other[0]?.say('DONE');
  await other[0]?.hears(/c OK/); // and is answered still
  other[1]?.say('NOOP');
  await other[1]?.hears(/successfully[^]*\+OK/);
  expect(other.map(({ isClosed }) => isClosed)).toEqual([false, false, false, false]);
});
