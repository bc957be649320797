/** All of the corpus's ordinary mail goes in through SMTP and comes out byte for byte; what may not be in mail is refused with a reason. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSmtp } from '#server/smtp/serve.ts';
import { findMailboxByRole, getEmails, openMailbox, readMessage } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { ordinaryMail } from './ordinary-mail.ts';
import { otherFiles } from './other-files.ts';

const senders = 8;
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  process.env.LOG_LEVEL = 'error';
  listener = await startListener(serveSmtp, 'smtp');
});
afterAll(() => listener.stop());

/** One connection, one message after another; the final reply to each. */
async function send(all: Buffer[], to = 'bob@hamburger.edu'): Promise<string[]> {
  const socket = net.connect(listener.port, '127.0.0.1');
  const lines = replies(socket);
  const next = async () => (await lines.next()).value ?? '';
  await once(socket, 'connect');
  await next();
  socket.write('HELO corpus.example\r\n');
  await next();
  const verdicts: string[] = [];
  for (const message of all) {
    socket.write(`MAIL FROM:<list@corpus.example>\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
    for (const expected of ['250', '250', '354']) expect((await next()).slice(0, 3)).toBe(expected);
    const stuffed = message.toString('latin1').replaceAll('\r\n.', '\r\n..').replace(/^\./, '..');
    socket.write(Buffer.from(`${stuffed}.\r\n`, 'latin1'));
    verdicts.push(await next());
  }
  socket.end('QUIT\r\n');
  return verdicts;
}

async function* replies(socket: net.Socket): AsyncGenerator<string, undefined> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      yield text.slice(0, end);
      text = text.slice(end + 2);
    }
  }
  return undefined;
}

/** DATA ends each line, so the last one too. */
const ended = (message: Buffer) => (message.toString('latin1').endsWith('\n') ? message : Buffer.concat([message, Buffer.from('\r\n')]));
const isWrong = (message: Buffer) => message.includes(0) || /\r(?!\n)/.test(message.toString('latin1'));

test('6,046 messages', async () => {
  const { accountId } = await makeAccount('bob@hamburger.edu', 'hungry');
  const all = (await ordinaryMail()).map(ended);
  expect(all.length).toBe(6046);
  const share = (n: number) => all.filter((_, index) => index % senders === n);
  const verdicts = await Promise.all(
    Array.from({ length: senders }, async (_, n) => {
      // Refusals count as errors, and a session with too many is closed: those that will be refused go alone.
      const good = share(n).filter((message) => !isWrong(message));
      const bad = share(n).filter(isWrong);
      return { good: await send(good), bad: (await Promise.all(bad.map((message) => send([message])))).flat() };
    }),
  );
  const good = verdicts.flatMap((one) => one.good);
  const bad = verdicts.flatMap((one) => one.bad);
  expect(good.filter((verdict) => verdict !== '250 Message accepted for delivery')).toEqual([]);
  expect(bad.filter((verdict) => !/^550 The message holds a (?:CR without LF|NUL octet)/.test(verdict))).toEqual([]);
  expect(good.length + bad.length).toBe(6046);

  const wanted = new Map<string, number>();
  for (const message of all.filter((one) => !isWrong(one))) wanted.set(hash(message), (wanted.get(hash(message)) ?? 0) + 1);
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const opened = await openMailbox(accountId, inbox?.mailboxId ?? 0);
  expect(opened?.emailIds).toHaveLength(good.length);
  for (let at = 0; at < good.length; at += 500) {
    for (const email of await getEmails(accountId, opened?.emailIds.slice(at, at + 500) ?? [])) {
      const whole = await readMessage(email);
      const body = whole.subarray(email.prefix?.length ?? 0);
      const left = wanted.get(hash(body)) ?? 0;
      expect(left, email.subject).toBeGreaterThan(0);
      wanted.set(hash(body), left - 1);
    }
  }
});

test('every other file, whatever is wrong with it: stored, or refused for the two things that may not travel', async () => {
  const { accountId } = await makeAccount('others@hamburger.edu', 'hungry');
  const files = otherFiles().map(({ name, bytes }) => ({
    name,
    bytes: ended(Buffer.from(bytes.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1')),
  }));
  const verdicts = await Promise.all(
    files.map(async ({ name, bytes }) => ({ name, bytes, verdict: (await send([bytes], 'others@hamburger.edu'))[0] })),
  );
  const refused = verdicts.filter(({ verdict }) => verdict !== '250 Message accepted for delivery');
  expect(
    refused.filter(({ bytes, verdict }) => !isWrong(bytes) || !/^550 The message holds a (?:CR without LF|NUL octet)/.test(verdict ?? '')),
  ).toEqual([]);
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const opened = await openMailbox(accountId, inbox?.mailboxId ?? 0);
  expect(opened?.emailIds).toHaveLength(files.length - refused.length);
  expect(files.length - refused.length).toBeGreaterThan(500);
  const stored = await Promise.all(
    (await getEmails(accountId, opened?.emailIds ?? [])).map(async (email) =>
      hash((await readMessage(email)).subarray(email.prefix?.length ?? 0)),
    ),
  );
  expect(stored.sort()).toEqual(
    verdicts
      .filter(({ verdict }) => verdict?.startsWith('250'))
      .map(({ bytes }) => hash(bytes))
      .sort(),
  );
});
