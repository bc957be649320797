/** Messages move to S3 storage and back while mail comes in, and the mover, the mail process and the storage die in turn. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStorage, type TestStorage } from '../harness/s3-storage.ts';
import { streamDeliveries } from './delivery-stream.ts';
import { PosthornProcess } from './posthorn-process.ts';

let storage: TestStorage;
let posthorn: PosthornProcess;
const port = (standard: number) => standard + posthorn.offset;

beforeAll(async () => {
  storage = await startStorage('key', 'hidden');
  posthorn = new PosthornProcess(23_000, {
    ...{ MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', BLOB_STORE: 's3', BLOB_BUCKET: 's3://mail', BLOB_S3_FROM: '0' },
    ...{ S3_ENDPOINT: storage.endpoint, S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'hidden', SMTP_MESSAGES_PER_MINUTE: '0' },
  });
  await posthorn.start();
  const made = posthorn.command('account', 'add', 'bob@hamburger.edu', '--password', 'hungry');
  expect(made.status, made.stderr).toBe(0);
});
afterAll(async () => {
  await posthorn.stop();
  await storage.stop();
});

/** The storage is of this process: it must go on answering while a command runs. */
async function command(...args: string[]): Promise<{ status: number; said: string }> {
  const child = spawn(process.execPath, ['bin/posthorn.js', ...args], { env: posthorn.env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  const [status] = (await once(child, 'close')) as [number];
  return { status, said };
}

/** Begun, and killed as soon as some have moved. */
async function killedMove(to: string, hasBegun: () => boolean): Promise<void> {
  const child = spawn(process.execPath, ['bin/posthorn.js', 'blobs', 'move', '--to', to], { env: posthorn.env, stdio: 'ignore' });
  await expect.poll(() => hasBegun() || child.exitCode !== null, { timeout: 60_000, interval: 5 }).toBe(true);
  child.kill('SIGKILL');
}

async function figures(): Promise<Record<string, number>> {
  const { said } = await command('blobs', '--json');
  const found = JSON.parse(said) as { place: string; count: number }[];
  return Object.fromEntries(found.map(({ place, count }) => [place, count]));
}

async function subjectsAndSizes(): Promise<{ subjects: string[]; whole: boolean }> {
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: port(143), secure: false, logger: false },
    ...{ auth: { user: 'bob', pass: 'hungry' }, tls: { rejectUnauthorized: false } },
  });
  await client.connect();
  await client.mailboxOpen('INBOX');
  const subjects: string[] = [];
  let whole = true;
  for await (const { envelope, source } of client.fetch('1:*', { envelope: true, source: true })) {
    const subject = envelope?.subject ?? '';
    subjects.push(subject);
    whole &&= String(source).includes(`Body of ${subject}\r\n`);
  }
  await client.logout();
  return { subjects: subjects.sort(), whole };
}

test('there and back under load, killed in the middle of each, with the storage away for a while: nothing is lost', async () => {
  const stream = streamDeliveries(port(25), 'bob@hamburger.edu');
  await stream.more(60);
  expect(storage.objects.size).toBeGreaterThanOrEqual(60);

  const before = storage.asked.length;
  await killedMove('postgres', () => storage.asked.slice(before).filter((one) => one.startsWith('GET')).length > 10);
  for (const pid of posthorn.processes('posthorn mail')) process.kill(pid, 'SIGKILL');
  await stream.more(20);
  const back = await command('blobs', 'move', '--to', 'postgres', '--json');
  expect(back.status, back.said).toBe(0);
  expect((await figures()).postgres).toBeGreaterThanOrEqual(60);

  storage.away = true;
  const accepted = stream.acknowledged.size;
  const refused = storage.asked.length;
  await expect.poll(() => storage.asked.length, { timeout: 30_000 }).toBeGreaterThan(refused + 2);
  const stuck = await command('blobs', 'move', '--to', 's3');
  expect(stuck).toMatchObject({ status: 1, said: expect.stringContaining('What was moved stays moved') as string });
  expect(stream.acknowledged.size).toBeLessThanOrEqual(accepted + 4); // what was on its way when it went
  storage.away = false;

  await stream.more(20);
  const puts = storage.asked.length;
  await killedMove('s3', () => storage.asked.slice(puts).filter((one) => one.startsWith('PUT')).length > 10);
  await stream.more(20);
  await stream.stop();
  const there = await command('blobs', 'move', '--to', 's3', '--json');
  expect(there.status, there.said).toBe(0);
  expect((await figures()).postgres).toBeUndefined();
  expect(await command('check', '--hashes')).toEqual({ status: 0, said: '' });
  const { subjects, whole } = await subjectsAndSizes();
  expect(whole).toBe(true);
  expect([...stream.acknowledged].filter((id) => !subjects.includes(id))).toEqual([]);
});
