/**
 * What attackers do to a mail server that keeps connections open: not reading, announcing too much, nesting, bombs, many idle connections.
 * The server stays up, its memory stays bounded, and others are served meanwhile. IDLE_CONNECTIONS=10000 makes the last one whole.
 */
import { once } from 'node:events';
import net from 'node:net';
import { constants, createDeflateRaw } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { checkStore, deliver, findMailboxByRole, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { TranscriptSession } from '../harness/transcript-session.ts';

const mebibyte = 1024 * 1024;
let imap: Awaited<ReturnType<typeof startListener>>;
let pop3: Awaited<ReturnType<typeof startListener>>;
let accountId = 0;
let mailboxId = 0;
beforeAll(async () => {
  imap = await startListener(serveImap, 'imap');
  pop3 = await startListener(servePop3, 'pop3');
  ({ accountId } = await makeAccount('bob@hamburger.edu', 'hungry'));
  mailboxId = (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0;
  await letter(Buffer.from(`Subject: large\r\n\r\n${'0123456789 '.repeat(6)}\r\n`.repeat(1) + `${'y'.repeat(70)}\r\n`.repeat(140_000))); // 10 MB
});
afterAll(async () => {
  await imap.stop();
  await pop3.stop();
});

async function letter(bytes: Buffer): Promise<void> {
  const item = { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) };
  expect((await deliver([item])).ok).toBe(true);
}

async function loggedIn(): Promise<{
  session: TranscriptSession;
  say: (text: string) => void;
  until: (pattern: RegExp) => Promise<string>;
}> {
  const session = await TranscriptSession.connect(imap.port);
  const say = (text: string) => session.send(Buffer.from(text, 'latin1'));
  const until = async (pattern: RegExp) => {
    for (;;) {
      const line = await session.readLine();
      if (pattern.test(line)) return line;
    }
  };
  say('a LOGIN bob@hamburger.edu hungry\r\n');
  await until(/^a OK/);
  return { session, say, until };
}

/** Somebody else, while the attack goes on. */
async function othersAreServed(): Promise<void> {
  const { session, say, until } = await loggedIn();
  say('b STATUS INBOX (MESSAGES)\r\n');
  expect(await until(/^\* STATUS/)).toContain('MESSAGES');
  session.destroy();
}

const resident = () => process.memoryUsage().rss / mebibyte;

test('a client that never reads holds no more than what was on its way', async () => {
  const greedy = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const socket = net.connect(imap.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.pause();
      // A gigabyte each, if it were all put into memory.
      socket.write(`a LOGIN bob@hamburger.edu hungry\r\nb SELECT INBOX\r\n${'c FETCH 1 BODY.PEEK[]\r\n'.repeat(100)}`);
      return socket;
    }),
  );
  const before = resident();
  for (let n = 0; n < 5; n++) await othersAreServed();
  expect(resident() - before).toBeLessThan(300);
  const collector = net.connect(pop3.port, '127.0.0.1');
  await once(collector, 'connect');
  collector.pause();
  collector.write(`USER bob@hamburger.edu\r\nPASS hungry\r\n${'RETR 1\r\n'.repeat(100)}`);
  for (let n = 0; n < 5; n++) await othersAreServed();
  expect(resident() - before).toBeLessThan(300);
  for (const socket of [...greedy, collector]) socket.destroy();
});

test('four gigabytes announced are refused, or end the connection; nothing is set aside for them', async () => {
  const before = resident();
  const { session, say, until } = await loggedIn();
  say('b APPEND INBOX {4294967295}\r\nc SEARCH SUBJECT {4294967295}\r\nd NOOP\r\n');
  expect(await until(/^b /)).toMatch(/^b NO \[TOOBIG\]/);
  expect(await until(/^c /)).toMatch(/^c NO \[TOOBIG\]/);
  expect(await until(/^d /)).toMatch(/^d OK/);
  say('e APPEND INBOX {4294967295+}\r\n');
  await until(/^\* BYE \[TOOBIG\]/);
  await session.expectClosed();
  // Many that stay below the limit and never come.
  const waiting = await Promise.all(Array.from({ length: 20 }, () => loggedIn()));
  for (const one of waiting) one.say('f APPEND INBOX {50000000+}\r\nnot much');
  await othersAreServed();
  expect(resident() - before).toBeLessThan(200);
  for (const one of waiting) one.session.destroy();
});

test('a hundred thousand parentheses, in one line and as literals', async () => {
  const { session, say, until } = await loggedIn();
  say(`b SEARCH ${'('.repeat(100_000)}\r\n`);
  expect(await until(/BAD/)).toBe('* BAD The line is too long');
  for (const command of [
    'SEARCH ',
    'LIST (',
    'FETCH 1 (',
    'NOTIFY SET ',
    'STORE 1 +FLAGS (',
    'SORT (',
    'ESEARCH IN (',
    'SEARCH NOT ',
    'GETMETADATA (',
  ]) {
    say(`s SELECT INBOX\r\n`);
    await until(/^s OK/);
    say(`c ${command}${'('.repeat(30_000)}\r\nd SEARCH ${'NOT '.repeat(15_000)}ALL\r\ne SEARCH ${'OR '.repeat(10_000)}ALL ALL\r\n`);
    for (const tag of ['c', 'd', 'e']) expect(await until(new RegExp(`^${tag} `))).toMatch(/ BAD /);
  }
  say(`f FETCH 1 BODY[${'1.'.repeat(30_000)}1]\r\n`);
  expect(await until(/^f /)).toMatch(/^f BAD/);
  say(`g UID FETCH ${'1:4294967295,'.repeat(4000)}1 UID\r\n`);
  expect(await until(/^g /)).toMatch(/^g OK/);
  session.destroy();
  await othersAreServed();
});

test('a deflate bomb of a gigabyte costs its sender more than us', async () => {
  const { session, say, until } = await loggedIn();
  say('b COMPRESS DEFLATE\r\n');
  await until(/^b OK/);
  const deflate = createDeflateRaw({ level: 9 });
  const packed: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => packed.push(chunk));
  const zeros = Buffer.alloc(8 * mebibyte, 'x');
  for (let n = 0; n < 128; n++) if (!deflate.write(zeros)) await once(deflate, 'drain');
  await new Promise<void>((resolve) => deflate.flush(constants.Z_SYNC_FLUSH, resolve));
  const before = resident();
  session.send(Buffer.concat(packed));
  for (let n = 0; n < 10; n++) await othersAreServed();
  expect(resident() - before).toBeLessThan(150);
  session.destroy();
  await othersAreServed();
});

test('what stands behind STARTTLS and STLS in clear text is never carried out', async () => {
  for (const [port, command, injected, after] of [
    [imap.port, 'a STARTTLS', 'b LOGIN bob@hamburger.edu hungry', 'c NOOP'],
    [pop3.port, 'STLS', 'USER bob@hamburger.edu', 'PASS hungry'],
  ] as const) {
    const session = await TranscriptSession.connect(port);
    await session.readLine();
    session.send(Buffer.from(`${command}\r\n${injected}\r\n`));
    await session.readLine();
    await session.startTls();
    session.send(Buffer.from(`${after}\r\n`));
    expect(await session.readLine()).toMatch(/^c OK Done$|^-ERR Say USER first$/); // the first answer is to what came over TLS
    session.destroy();
  }
});

test('idle connections cost little, and all of them hear of a new message', { timeout: 300_000 }, async () => {
  const count = Number(process.env.IDLE_CONNECTIONS ?? 1000);
  const before = resident();
  const heard: Promise<void>[] = [];
  const sockets: net.Socket[] = [];
  for (let n = 0; n < count; n += 50) {
    const batch = await Promise.all(
      Array.from({ length: Math.min(50, count - n) }, async () => {
        const socket = net.connect(imap.port, '127.0.0.1');
        await once(socket, 'connect');
        const said = watch(socket);
        socket.write('a LOGIN bob@hamburger.edu hungry\r\nb EXAMINE Archive\r\nc IDLE\r\n');
        await said(/^\+ idling/m);
        heard.push(said(/^\* 1 EXISTS/m));
        return socket;
      }),
    );
    sockets.push(...batch);
  }
  // Of both ends: the clients live in this process as well.
  expect((resident() - before) / count).toBeLessThan(0.2);
  const archive = await findMailboxByRole(accountId, 'archive');
  const bytes = Buffer.from('Subject: for all\r\n\r\nhello\r\n');
  const item = {
    accountId,
    mailboxIds: [archive?.mailboxId ?? 0],
    blob: await putBlob(bytes),
    prefix: null,
    rendered: renderMessage(bytes),
  };
  expect((await deliver([item])).ok).toBe(true);
  await Promise.all(heard);
  for (const socket of sockets) socket.destroy();
  await othersAreServed();
});

/** Resolves when the pattern has come since the last call. */
function watch(socket: net.Socket): (pattern: RegExp) => Promise<void> {
  let said = '';
  let look = () => {};
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
    look();
  });
  return (pattern) =>
    new Promise((resolve) => {
      look = () => {
        if (!pattern.test(said)) return;
        said = '';
        resolve();
      };
      look();
    });
}

test('nothing is wrong in the store', async () => {
  expect(await checkStore()).toEqual([]);
});
