/**
 * A crash or a failure at every step of receiving, queueing and sending, Postgres away, two workers: what was accepted is counted where it
 * arrived. The last line printed of each test is its row in docs/reliability.md.
 */
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { count, sendAll, startCounter, type Counted, type Told } from './counting.ts';
import { PosthornProcess } from './posthorn-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-fault-'));
chmodSync(folder, 0o777); // under root, Posthorn runs as another user
const faultFile = path.join(folder, 'armed');
let counter: Awaited<ReturnType<typeof startCounter>>;
let posthorn: PosthornProcess;
let serial = 0;
/** A message that was lost or doubled once is one too many: no second try. */
const once = { retry: 0 };

beforeAll(async () => {
  counter = await startCounter();
  posthorn = new PosthornProcess(26_300, {
    ...{
      MAIL_HOSTNAME: 'hamburger.edu',
      MAIL_DOMAIN: 'hamburger.edu',
      PLAINTEXT_AUTH: 'loopback',
      SMTP_ROUTES: `far.example=127.0.0.1:${counter.port}`,
    },
    ...{
      FAULT_FILE: faultFile,
      QUEUE_LEASE_SECONDS: '1',
      QUEUE_SCHEDULE: '1m*1h',
      SEND_RECIPIENTS_PER_HOUR: '0',
      SEND_NEW_RECIPIENTS_PER_DAY: '0',
    },
    ...{ SEND_RECIPIENTS_PER_DAY: '0', SMTP_MESSAGES_PER_MINUTE: '0', SMTP_RECIPIENTS_PER_MINUTE: '0', SMTP_CONNECTIONS_PER_MINUTE: '0' },
  });
  await posthorn.start();
  for (const who of ['alice', 'bob'])
    expect(posthorn.command('account', 'add', `${who}@hamburger.edu`, '--password', 'hungry').status).toBe(0);
}, 600_000);
afterAll(async () => {
  await posthorn.stop();
  counter.stop();
});

const ids = (many: number) => Array.from({ length: many }, () => `m${++serial}`);
/** Beyond the window that SMTP itself leaves: who does not hear the answer must send again (RFC 5321 §4.5.4.1, RFC 1047). */
function beyond(told: Told, { doubled }: Counted): string[] {
  return doubled.filter((id) => !told.uncertain.has(id) && !counter.cut.has(id));
}
function row(point: string, name: string, told: Told, counted: Counted): void {
  const inside = counted.doubled.length - beyond(told, counted).length;
  console.log(
    `| ${point && `\`${point}\``} | ${name} | ${told.accepted.size} | ${counted.lost.length} | ${beyond(told, counted).length} | ${inside} |`,
  );
}

async function inbox(): Promise<string[]> {
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: 143 + posthorn.offset, secure: false, auth: { user: 'bob@hamburger.edu', pass: 'hungry' } },
    ...{ tls: { rejectUnauthorized: false }, logger: false },
  });
  await client.connect();
  await client.mailboxOpen('INBOX');
  const subjects: string[] = [];
  for await (const message of client.fetch('1:*', { envelope: true })) subjects.push(message.envelope?.subject ?? '');
  await client.logout();
  return subjects;
}
const receive = (many: number) => sendAll({ port: 25 + posthorn.offset, from: 'eve@far.example', to: 'bob@hamburger.edu', ids: ids(many) });
const submit = (many: number) =>
  sendAll({
    ...{ port: 587 + posthorn.offset, from: 'alice@hamburger.edu', to: 'zoe@far.example', ids: ids(many) },
    login: { user: 'alice@hamburger.edu', password: 'hungry' },
  });
/** One of them may have ended by itself meanwhile. */
function signal(pids: number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
const waiting = () => JSON.parse(posthorn.command('queue', 'list', '--json').stdout) as unknown[];
const arm = (point: string, passes: number, action = 'crash') => writeFileSync(faultFile, `${point} ${passes} ${action}`);
const happened = () => expect.poll(() => existsSync(faultFile), { timeout: 20_000 }).toBe(false);

test.each([
  ['receive.read', 'crash', 'the message has been read'],
  ['receive.stored', 'crash', 'its body is ready to be stored'],
  ['receive.stored', 'throw', 'the disk is full'],
  ['receive.delivered', 'crash', 'it is delivered, 250 is not said yet'],
] as const)('in: %s, %s', once, async (point, action, words) => {
  arm(point, 5, action);
  const told = await receive(24);
  await happened();
  await posthorn.untilReady();
  const mine = new Set(told.accepted);
  const found = count(
    mine,
    (await inbox()).filter((subject) => mine.has(subject)),
  );
  row(point, `in, ${action === 'crash' ? 'a crash when ' : ''}${words}`, told, found);
  expect(found.lost).toEqual([]);
  expect(beyond(told, found)).toEqual([]);
});

test.each([
  ['commit.before', 'crash', 'a crash before the commit'],
  ['commit.before', 'throw', 'the disk is full at the commit'],
  ['commit.after', 'crash', 'a crash after the commit, 250 is not said yet'],
  ['queue.claimed', 'crash', 'the queue has taken it up'],
  ['queue.connected', 'crash', 'the other server is connected'],
  ['queue.connected', 'throw', 'the disk is full when it is to be read'],
  ['queue.sent', 'crash', 'the other server said 250, that is not recorded yet'],
  ['queue.settling', 'throw', 'the disk is full when the result is to be recorded'],
  ['queue.settled', 'crash', 'the result is recorded'],
] as const)('out: %s, %s', once, async (point, action, words) => {
  arm(point, 3, action);
  const told = await submit(16);
  await happened();
  await posthorn.untilReady();
  const mine = new Set(told.accepted);
  const arrived = () => counter.subjects.filter((subject) => mine.has(subject));
  await expect
    .poll(
      () => {
        if (count(mine, arrived()).lost.length > 0) posthorn.command('queue', 'retry-all');
        return count(mine, arrived()).lost;
      },
      { timeout: 90_000, interval: 1000 },
    )
    .toEqual([]);
  // Nobody can send it again any more: every recipient is settled, and leases of workers that died have been taken over.
  await expect.poll(waiting, { timeout: 60_000, interval: 500 }).toEqual([]);
  const found = count(mine, arrived());
  row(point, `out, ${action === 'crash' && !words.startsWith('a crash') ? 'a crash when ' : ''}${words}`, told, found);
  expect(beyond(told, found)).toEqual([]);
});

test('Postgres stops answering for three seconds, in and out', once, async () => {
  const begun = counter.subjects.length;
  const both = Promise.all([receive(24), submit(16)]);
  await expect.poll(() => counter.subjects.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(begun);
  const database = posthorn.processes('postgres');
  expect(database.length).toBeGreaterThan(0);
  signal(database, 'SIGSTOP');
  await sleep(3000); // how long the fault lasts
  signal(database, 'SIGCONT');
  const [received, sent] = await both;
  await expect.poll(() => count(sent.accepted, counter.subjects).lost, { timeout: 60_000, interval: 500 }).toEqual([]);
  const subjects = await inbox();
  const found = count(
    received.accepted,
    subjects.filter((subject) => received.accepted.has(subject)),
  );
  const out = count(
    sent.accepted,
    counter.subjects.filter((subject) => sent.accepted.has(subject)),
  );
  row('', 'Postgres silent for 3 s, in', received, found);
  row('', 'Postgres silent for 3 s, out', sent, out);
  expect([...found.lost, ...found.doubled, ...out.doubled]).toEqual([]);
});

test('four senders, all mail processes at work, nothing happens', once, async () => {
  const told = await submit(120);
  await expect.poll(() => count(told.accepted, counter.subjects).lost, { timeout: 60_000, interval: 500 }).toEqual([]);
  const found = count(
    told.accepted,
    counter.subjects.filter((subject) => told.accepted.has(subject)),
  );
  row('', 'several workers, no fault', told, found);
  expect(found.doubled).toEqual([]);
  const check = posthorn.command('check');
  expect(check.stdout + check.stderr).toBe('');
});
