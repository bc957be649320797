/** What the launcher promises about processes and mail, tried with real kills during a stream of deliveries. */
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamDeliveries } from './delivery-stream.ts';
import { isAlive, PosthornProcess } from './posthorn-process.ts';

const posthorn = new PosthornProcess(14_000, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' });
const acknowledged = new Set<string>();

beforeAll(async () => {
  await posthorn.start();
  const made = posthorn.command('account', 'add', 'bob@hamburger.edu', '--password', 'hungry');
  expect(made.status, made.stderr).toBe(0);
});
afterAll(() => posthorn.stop());

async function during(kill: () => void, restart: () => Promise<void> = () => posthorn.untilReady()): Promise<void> {
  const stream = streamDeliveries(25 + posthorn.offset, 'bob@hamburger.edu');
  await stream.more(20);
  kill();
  await restart();
  await stream.more(20);
  await stream.stop();
  for (const id of stream.acknowledged) {
    expect(acknowledged.has(id)).toBe(false);
    acknowledged.add(id);
  }
  await everythingIsThereOnce(stream.acknowledged);
}

// Each stream counts from 1, so the mailbox is emptied after it was looked at.
async function everythingIsThereOnce(wanted: Set<string>): Promise<void> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: 143 + posthorn.offset,
    secure: false,
    auth: { user: 'bob', pass: 'hungry' },
    tls: { rejectUnauthorized: false },
    logger: false,
  });
  await client.connect();
  await client.mailboxOpen('INBOX');
  const subjects: string[] = [];
  for await (const message of client.fetch('1:*', { envelope: true })) subjects.push(message.envelope?.subject ?? '');
  await client.messageDelete('1:*');
  await client.logout();
  const counts = new Map<string, number>();
  for (const subject of subjects) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  expect([...wanted].filter((id) => counts.get(id) !== 1)).toEqual([]);
  acknowledged.clear();
  const check = posthorn.command('check');
  expect(check.stdout + check.stderr).toBe('');
  expect(check.status).toBe(0);
}

test('the web process is killed', () => during(() => kill(posthorn.processes('posthorn web'))));

test('a mail process is killed', () => during(() => kill(posthorn.processes('posthorn mail'))));

test('Postgres is killed: the launcher ends, the next start recovers', () =>
  during(
    () => kill(posthorn.processes('/postgres -D')),
    async () => {
      await expect.poll(() => isAlive(posthorn.launcherPid), { timeout: 30_000 }).toBe(false);
      await posthorn.start();
    },
  ));

test('the launcher is killed: its processes go with it, the next start works', () =>
  during(
    () => kill([posthorn.launcherPid]),
    async () => {
      await posthorn.start();
    },
  ));

test('everything is killed at once', () =>
  during(
    () => kill([...posthorn.processes(), posthorn.launcherPid]),
    () => posthorn.start(),
  ));

test('SIGTERM ends everything in order', async () => {
  const processes = posthorn.processes();
  expect(processes.length).toBeGreaterThanOrEqual(4); // web, mail, Postgres and its guard
  expect(await posthorn.stop()).toEqual([0, null]);
  await expect.poll(() => processes.filter(isAlive), { timeout: 15_000 }).toEqual([]);
});

test('a wrong setting ends the start with a sentence that names it', () => {
  const wrong = new PosthornProcess(14_000, { PLAINTEXT_AUTH: 'sometimes' }).command('start');
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain('PLAINTEXT_AUTH is wrong');
});

function kill(pids: number[]): void {
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}
