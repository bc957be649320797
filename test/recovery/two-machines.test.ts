/**
 * Two machines over one Postgres: each in turn is killed, with all its processes, while mail comes in at both and goes out. What was
 * acknowledged is there once, what was queued leaves once, and programs go on at the other one.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { killAll, missing, startElsewhere } from './elsewhere.ts';
import { streamDeliveries } from './delivery-stream.ts';
import { PosthornProcess } from './posthorn-process.ts';

const { DATABASE_URL: _own, ...outer } = process.env;
const sinkPort = 14_999;
let sink: Awaited<ReturnType<typeof startElsewhere>>;
let postgres: ChildProcess;
let machines: PosthornProcess[] = [];

beforeAll(async () => {
  sink = await startElsewhere(sinkPort);
  const env = { ...outer, DATA_DIR: mkdtempSync(path.join(tmpdir(), 'posthorn-shared-')), POSTGRES_MIGRATE: 'yes' };
  postgres = fork('bin/posthorn.ts', ['postgres'], { env });
  const [{ databaseUrl }] = (await once(postgres, 'message')) as [{ databaseUrl: string }];
  const settings = {
    ...{ DATABASE_URL: databaseUrl, POSTHORN_SECRET: 'shared by both machines', MAIL_DOMAIN: 'hamburger.edu' },
    ...{ SMTP_ROUTES: `elsewhere.example=127.0.0.1:${sinkPort}`, QUEUE_SCHEDULE: '1m*5d' },
  };
  machines = [
    new PosthornProcess(15_010, { ...settings, MAIL_HOSTNAME: 'one.hamburger.edu' }),
    new PosthornProcess(16_020, { ...settings, MAIL_HOSTNAME: 'two.hamburger.edu' }),
  ];
  for (const machine of machines) await machine.start();
  for (const who of ['bob', 'carol']) {
    const made = machines[0]?.command('account', 'add', `${who}@hamburger.edu`, '--password', 'hungry');
    expect(made?.status, made?.stderr).toBe(0);
  }
});
afterAll(async () => {
  for (const machine of machines) await machine.stop();
  sink.stop();
  postgres.kill('SIGTERM');
  await once(postgres, 'exit');
});

async function imap(machine: PosthornProcess, user = 'bob'): Promise<ImapFlow> {
  const client = new ImapFlow({
    ...{ host: '127.0.0.1', port: 143 + machine.offset, secure: false, logger: false, tls: { rejectUnauthorized: false } },
    auth: { user: `${user}@hamburger.edu`, pass: 'hungry' },
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function subjectsOf(machine: PosthornProcess): Promise<string[]> {
  const client = await imap(machine);
  await client.mailboxOpen('INBOX');
  const found: string[] = [];
  for await (const { envelope } of client.fetch('1:*', { envelope: true })) found.push(envelope?.subject ?? '');
  if (found.length > 0) await client.messageDelete('1:*');
  await client.logout();
  return found.toSorted();
}

async function submit(machine: PosthornProcess, subject: string): Promise<void> {
  const transport = createTransport({
    ...{ host: '127.0.0.1', port: 587 + machine.offset, tls: { rejectUnauthorized: false } },
    auth: { user: 'carol@hamburger.edu', pass: 'hungry' },
  });
  await transport.sendMail({ from: 'carol@hamburger.edu', to: 'who@elsewhere.example', subject, text: 'a letter' });
  transport.close();
}

test('a message that comes in at one machine is seen at once by a program at the other', async () => {
  const [one, two] = machines as [PosthornProcess, PosthornProcess];
  const client = await imap(two);
  await client.mailboxOpen('INBOX');
  const seen = once(client, 'exists');
  const stream = streamDeliveries(25 + one.offset, 'bob@hamburger.edu', 1);
  await stream.more(1);
  await stream.stop();
  await seen;
  await client.logout();
  expect(await subjectsOf(one)).toEqual([...stream.acknowledged].toSorted());
});

test.each([0, 1])('machine %i is killed under load: nothing acknowledged is lost or doubled, the queue goes on', async (number) => {
  const victim = machines[number] as PosthornProcess;
  const other = machines[1 - number] as PosthornProcess;
  sink.subjects.length = 0;
  const streams = [streamDeliveries(25 + victim.offset, 'bob@hamburger.edu'), streamDeliveries(25 + other.offset, 'bob@hamburger.edu')];
  onTestFinished(() => Promise.all(streams.map((stream) => stream.stop())).then(() => undefined));
  const names = Array.from({ length: 12 }, (_, n) => `letter ${number}/${n}`);
  await Promise.all(streams.map((stream) => stream.more(30)));
  await Promise.all(names.slice(0, 6).map((name) => submit(victim, name)));
  killAll([victim.launcherPid, ...victim.processes()]);
  await Promise.all(names.slice(6).map((name) => submit(other, name)));
  await streams[1]?.more(30);
  const [dead, alive] = streams;
  const before = [...(dead?.acknowledged ?? [])];
  await Promise.all(streams.map((stream) => stream.stop()));
  // Both streams count from 1: a name stands for itself once from each.
  const wanted = [...before, ...(alive?.acknowledged ?? [])].toSorted();
  const found = await subjectsOf(other);
  expect(missing(wanted, found)).toEqual([]);
  // What the victim wrote and could not acknowledge any more may be there: at most one of each of its connections.
  expect(missing(found, wanted).length).toBeLessThanOrEqual(4);

  // A lease of the dead worker ends by itself; then the living one sends.
  await expect.poll(() => new Set(sink.subjects).size, { timeout: 300_000, interval: 500 }).toBe(names.length);
  const check = other.command('check');
  expect(check.stdout + check.stderr).toBe('');
  await victim.start();
  expect(await imap(victim).then(async (client) => (await client.logout(), true))).toBe(true);
});

test('a machine with another secret does not start on this database, and says why', () => {
  const url = machines[0]?.env.DATABASE_URL ?? '';
  const stranger = new PosthornProcess(17_030, { DATABASE_URL: url, POSTHORN_SECRET: 'another' });
  const done = stranger.command('start');
  expect(done.status).toBe(1);
  expect(done.stderr).toMatch(/belongs to an installation with another secret/);
});
