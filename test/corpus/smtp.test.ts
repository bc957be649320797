/** All of the corpus's ordinary mail goes in through SMTP and comes out byte for byte; what may not be in mail is refused with a reason. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { extract } from 'tar-stream';
import { XzReadableStream } from 'xz-decompress';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSmtp } from '#server/smtp/serve.ts';
import { findMailboxByRole, getEmails, openMailbox, readMessage } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';

const ordinary = path.resolve(import.meta.dirname, '../../../shared/corpus/ordinary');
const senders = 8;
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  process.env.LOG_LEVEL = 'error';
  listener = await startListener(serveSmtp, 'smtp');
});
afterAll(() => listener.stop());

/** As the messages travelled: without the mbox line that most begin with, lines ended by CRLF. A CR of their own stays. */
async function messages(): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const name of readdirSync(ordinary).filter((one) => one.endsWith('.tar.xz'))) {
    const packed = Readable.toWeb(createReadStream(path.join(ordinary, name))) as unknown as ReadableStream<Uint8Array>;
    const unpacked = Readable.fromWeb(new XzReadableStream(packed) as unknown as NodeReadableStream);
    for await (const entry of unpacked.pipe(extract())) {
      const pieces: Buffer[] = [];
      for await (const piece of entry) pieces.push(piece as Buffer);
      if (entry.header.type !== 'file' || path.basename(entry.header.name) === 'cmds') continue;
      const text = Buffer.concat(pieces)
        .toString('latin1')
        .replace(/^From .*\n/, '');
      found.push(Buffer.from(`${text.replaceAll(/\r?\n/g, '\r\n')}${text.endsWith('\n') ? '' : '\r\n'}`, 'latin1'));
    }
  }
  return found;
}

/** One connection, one message after another; the final reply to each. */
async function send(all: Buffer[]): Promise<string[]> {
  const socket = net.connect(listener.port, '127.0.0.1');
  const lines = replies(socket);
  const next = async () => (await lines.next()).value ?? '';
  await once(socket, 'connect');
  await next();
  socket.write('HELO corpus.example\r\n');
  await next();
  const verdicts: string[] = [];
  for (const message of all) {
    socket.write('MAIL FROM:<list@corpus.example>\r\nRCPT TO:<bob@hamburger.edu>\r\nDATA\r\n');
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

test('6,046 messages', async () => {
  const { accountId } = await makeAccount('bob@hamburger.edu', 'hungry');
  const all = await messages();
  expect(all.length).toBe(6046);
  const isWrong = (message: Buffer) => message.includes(0) || /\r(?!\n)/.test(message.toString('latin1'));
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
