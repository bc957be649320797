/** A server of 10,000 messages is backed up while mail comes in, deleted, and restored: nothing that was in the backup is different. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamDeliveries } from './delivery-stream.ts';
import { PosthornProcess } from './posthorn-process.ts';

const posthorn = new PosthornProcess(19_040, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' });
const dataDir = posthorn.env.DATA_DIR ?? '';
const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-backup-'));
const count = 10_000;

function command(...args: string[]): string {
  const done = posthorn.command(...args);
  expect(done.status, `${args.join(' ')}: ${done.stderr}`).toBe(0);
  return done.stdout;
}

async function connect(): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: 143 + posthorn.offset,
    secure: false,
    auth: { user: 'bob@hamburger.edu', pass: 'hungry' },
    tls: { rejectUnauthorized: false },
    logger: false,
  });
  await client.connect();
  return client;
}

/** Of each mailbox: UIDVALIDITY, and of each message its UID, flags and hash. */
async function everything(client: ImapFlow) {
  const found: Record<string, { uidValidity: string; messages: string[] }> = {};
  for (const { path: name } of await client.list()) {
    const opened = await client.mailboxOpen(name, { readOnly: true });
    const messages: string[] = [];
    if (opened.exists > 0)
      for await (const { uid, flags, source } of client.fetch('1:*', { uid: true, flags: true, source: true })) {
        const hash = createHash('sha256')
          .update(source ?? Buffer.alloc(0))
          .digest('hex');
        messages.push(
          `${uid} ${[...(flags ?? [])]
            .filter((flag) => flag !== '\\Recent')
            .sort()
            .join(' ')} ${hash}`,
        );
      }
    found[name] = { uidValidity: String(opened.uidValidity), messages };
  }
  return found;
}

/** What a program that knew the mailbox up to `modseq` is told (RFC 7162 section 3.2.5). */
async function resync(uidValidity: string, modseq: bigint): Promise<string> {
  const socket = net.connect(143 + posthorn.offset, '127.0.0.1');
  let text = '';
  socket.on('data', (piece) => (text += piece.toString('latin1')));
  socket.write(
    `a LOGIN bob@hamburger.edu hungry\r\nb ENABLE QRESYNC\r\nc SELECT INBOX (QRESYNC (${uidValidity} ${modseq} 1:${count * 2}))\r\nd LOGOUT\r\n`,
  );
  await once(socket, 'close');
  return text;
}

beforeAll(async () => {
  await posthorn.start();
  for (const who of ['bob', 'carol']) command('account', 'add', `${who}@hamburger.edu`, '--password', 'hungry');
  const letters = Array.from(
    { length: count },
    (_, n) =>
      `From alice Mon Jan  1 00:00:00 2024\nFrom: alice@crepes.fr\nSubject: letter ${n}\nMessage-ID: <${n}@crepes.fr>\n\nNumber ${n} says ${n * 7919}.\n\n`,
  );
  writeFileSync(path.join(folder, 'letters.mbox'), letters.join(''));
  command('import', '--account', 'bob@hamburger.edu', path.join(folder, 'letters.mbox'));
});
afterAll(() => posthorn.stop());

test('backup while serving, loss, restore: UIDs, flags and hashes are equal, and a program goes on', async () => {
  const client = await connect();
  const names = (await client.list()).map(({ path: name }) => name);
  const imported = names.find((name) => name.includes('letters')) ?? 'INBOX';
  await client.mailboxCreate('Projects/Größe');
  await client.mailboxOpen(imported);
  await client.messageFlagsAdd('1:5000', ['\\Seen']);
  await client.messageFlagsAdd('100:300', ['\\Flagged', 'urgent']);
  await client.messageMove('1000:1499', 'Projects/Größe');
  await client.messageCopy('1:50', 'INBOX');
  await client.messageDelete('7:19');
  const inbox = await client.mailboxOpen('INBOX');
  const before = await everything(client);
  await client.logout();

  const stream = streamDeliveries(25 + posthorn.offset, 'carol@hamburger.edu');
  await stream.more(20);
  const backup = path.join(folder, 'all.tar');
  command('backup', backup);
  await stream.more(20);
  await stream.stop();
  expect(command('backup', 'verify', backup)).toMatch(/it is whole/);

  await posthorn.stop();
  rmSync(dataDir, { recursive: true, force: true });
  expect(existsSync(dataDir)).toBe(false);
  expect(command('restore', backup)).toMatch(/restored \d+T\d+Z/);
  await posthorn.start();
  expect(command('check')).toBe('');

  const after = await connect();
  expect(await everything(after)).toEqual(before);
  await after.logout();
  const told = await resync(String(inbox.uidValidity), inbox.highestModseq ?? 0n);
  const known = (before.INBOX?.messages ?? []).map((message) => Number.parseInt(message, 10));
  expect(known.length).toBeGreaterThan(40);
  const vanished = /VANISHED \(EARLIER\) ([\d:,]+)/.exec(told)?.[1] ?? '';
  const gone = vanished.split(',').map((range) => range.split(':').map(Number));
  expect(told).toMatch(/^c OK/m);
  expect(known.filter((uid) => gone.some(([low = 0, high = low]) => uid >= low && uid <= high))).toEqual([]);

  const again = streamDeliveries(25 + posthorn.offset, 'bob@hamburger.edu', 1);
  await again.more(1);
  await again.stop();
  const last = await connect();
  const { uidNext } = await last.mailboxOpen('INBOX');
  await last.logout();
  expect(uidNext).toBeGreaterThan(100_000); // no UID that a program may have seen since the backup is given out again
  expect(posthorn.command('restore', backup).stderr).toMatch(/running on this DATA_DIR/);
});
