/**
 * Two hosts on a network of their own, one Postgres: the power of one goes, then the cable of the other is pulled and plugged again, each
 * under load. What was acknowledged is there once, the queue goes on, mail programs and browsers go on at the other host and come back.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startZoneServer } from '#server/dns/zone-server.ts';
import { obtainChromium } from '../../e2e/harness/chromium.ts';
import { streamDeliveries } from './delivery-stream.ts';
import { killAll, missing, startElsewhere } from './elsewhere.ts';
import { makeHost, NoNamespaces, type NetworkHost } from './network-hosts.ts';
import { PosthornProcess } from './posthorn-process.ts';

const { DATABASE_URL: _own, ...outer } = process.env;
const sinkPort = 14_998;
const databasePort = 14_997;
const offset = 18_040;
const hosts: NetworkHost[] = [];
let machines: PosthornProcess[] = [];
let clerk: PosthornProcess;
let postgres: ChildProcess | undefined;
let sink: Awaited<ReturnType<typeof startElsewhere>>;
const closing: (() => unknown)[] = [];

/**
 * The way to Postgres, which listens on this machine alone. `lose`: it has noticed that a host is gone, as its tcp_keepalives let it
 * (docs/scaling.md).
 */
async function startPassage(to: number): Promise<{ lose: (host: NetworkHost) => void; stop: () => void }> {
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    const onward = net.connect(to, '127.0.0.1');
    open.add(socket);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      one.on('error', () => undefined).on('close', () => other.destroy());
      one.pipe(other);
    }
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(databasePort, '0.0.0.0', listening));
  const lose = ({ address }: NetworkHost) => {
    for (const socket of open) if (socket.remoteAddress === address) socket.destroy();
  };
  return { lose, stop: () => void server.close() };
}
function hostOrNone(number: number): NetworkHost | null {
  try {
    return makeHost(number);
  } catch (error) {
    if (!(error instanceof NoNamespaces)) throw error;
    refused = `two hosts did not run: ${error.message}`;
    return null;
  }
}

let passage: Awaited<ReturnType<typeof startPassage>>;

/** Why there can be no hosts here: told by each test, in its own name. */
let refused: string | null = null;

beforeAll(async () => {
  for (const number of [0, 1]) {
    const host = hostOrNone(number);
    if (!host) return;
    hosts.push(host);
    closing.push(host.remove);
  }
  sink = await startElsewhere(sinkPort, '0.0.0.0');
  closing.push(sink.stop);
  const dns = await startZoneServer({ records: [], host: '0.0.0.0' });
  closing.push(dns.stop);
  const env = { ...outer, DATA_DIR: mkdtempSync(path.join(tmpdir(), 'posthorn-shared-')), POSTGRES_MIGRATE: 'yes' };
  postgres = fork('bin/posthorn.ts', ['postgres'], { env });
  const [{ databaseUrl }] = (await once(postgres, 'message')) as [{ databaseUrl: string }];
  const inner = new URL(databaseUrl);
  passage = await startPassage(Number(inner.port));
  closing.push(passage.stop);
  machines = hosts.map(({ here, address, namespace }, number) => {
    const url = new URL(databaseUrl);
    url.host = `${here}:${databasePort}`;
    const settings = {
      ...{ DATABASE_URL: url.href, POSTHORN_SECRET: 'shared by both hosts', MAIL_DOMAIN: 'hamburger.edu', LISTEN_HOST: address },
      ...{
        SMTP_ROUTES: `elsewhere.example=${here}:${sinkPort}`,
        QUEUE_SCHEDULE: '1m*5d',
        QUEUE_LEASE_SECONDS: '20',
        MAIL_HOSTNAME: `host${number}.hamburger.edu`,
      },
      ...{
        DNS_SERVER: `${here}:${dns.port}`,
        SMTP_CONNECTIONS_PER_MINUTE: '0',
        SMTP_MESSAGES_PER_MINUTE: '0',
        SMTP_RECIPIENTS_PER_MINUTE: '0',
      },
    };
    return new PosthornProcess(offset, settings, namespace);
  });
  // Commands wait for their answer and would keep the passage shut: they take the direct way.
  clerk = new PosthornProcess(offset, { DATABASE_URL: databaseUrl, POSTHORN_SECRET: 'shared by both hosts', MAIL_DOMAIN: 'hamburger.edu' });
  for (const machine of machines) await machine.start();
  for (const who of ['bob', 'carol']) {
    const made = clerk.command('account', 'add', `${who}@hamburger.edu`, '--password', 'hungry');
    expect(made.status, made.stderr).toBe(0);
  }
});
afterAll(async () => {
  for (const machine of machines) await machine.stop();
  postgres?.kill('SIGTERM');
  if (postgres) await once(postgres, 'exit');
  for (const close of closing.reverse()) await close();
});

async function imap(machine: PosthornProcess, user = 'bob'): Promise<ImapFlow> {
  const client = new ImapFlow({
    ...{ host: machine.host, port: 143 + offset, secure: false, logger: false, tls: { rejectUnauthorized: false } },
    auth: { user: `${user}@hamburger.edu`, pass: 'hungry' },
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** What came, wherever it was filed; and away with it. */
async function takeSubjects(machine: PosthornProcess): Promise<string[]> {
  const client = await imap(machine);
  const found: string[] = [];
  for (const mailbox of ['INBOX', 'Junk']) {
    await client.mailboxOpen(mailbox);
    const here = await client.fetchAll('1:*', { envelope: true });
    found.push(...here.map(({ envelope }) => envelope?.subject ?? ''));
    if (here.length > 0) await client.messageDelete('1:*');
  }
  await client.logout();
  return found;
}

async function submit(machine: PosthornProcess, subject: string, to = 'who@elsewhere.example'): Promise<void> {
  const transport = createTransport({
    ...{ host: machine.host, port: 587 + offset, tls: { rejectUnauthorized: false } },
    auth: { user: 'carol@hamburger.edu', pass: 'hungry' },
  });
  await transport.sendMail({ from: 'carol@hamburger.edu', to, subject, text: 'a letter' });
  transport.close();
}

test.each(['power', 'cable'] as const)('the %s of a host goes under load, and comes back', async (what) => {
  if (refused) return console.error(`The ${what} of a host: ${refused}`);
  const number = what === 'power' ? 0 : 1;
  const [host, victim, other] = [hosts[number], machines[number], machines[1 - number]] as [NetworkHost, PosthornProcess, PosthornProcess];
  sink.subjects.length = 0;
  const browser = await chromium.launch({ executablePath: obtainChromium(), args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  onTestFinished(() => browser.close());
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' })).newPage();
  await page.goto(`https://${victim.host}:${443 + offset}/login`);
  await page.getByLabel('Email').fill('carol@hamburger.edu');
  await page.getByLabel('Password', { exact: true }).fill('hungry');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('grid', { name: 'Messages' }).waitFor();

  const streams = [victim, other].map((machine) => streamDeliveries(25 + offset, 'bob@hamburger.edu', 4, machine.host));
  onTestFinished(() => Promise.all(streams.map((stream) => stream.stop())).then(() => undefined));
  const [dying, living] = streams;
  const names = Array.from({ length: 12 }, (_, n) => `letter by ${what} ${n}`);
  await Promise.all(streams.map((stream) => stream.more(30)));
  await Promise.all(names.slice(0, 6).map((name) => submit(victim, name)));
  if (what === 'power') killAll([victim.launcherPid, ...host.pids()]);
  else {
    host.pull();
    passage.lose(host);
  }
  expect(await victim.ready()).toBe(false);
  // Senders and mail programs go on at the other host, and so does the queue: what the lost one was at is taken over.
  await Promise.all(names.slice(6).map((name) => submit(other, name)));
  await living?.more(30);
  await expect.poll(() => new Set(sink.subjects).size, { timeout: 600_000, interval: 500 }).toBe(names.length);

  // The host comes back: by itself when it was only cut off.
  if (what === 'power') await victim.start();
  else host.plug();
  await victim.untilReady();
  await dying?.more(10);
  await Promise.all(streams.map((stream) => stream.stop()));
  const wanted = streams.flatMap(({ acknowledged }) => [...acknowledged]);
  const found = await takeSubjects(victim);
  expect(missing(wanted, found)).toEqual([]);
  // What was written and could not be acknowledged any more may be there: at most one of each connection each time.
  expect(missing(found, wanted).length).toBeLessThanOrEqual(8);
  // The page that was open all the time shows what comes now, without being loaded again.
  const subject = `Back by ${what}`;
  await submit(other, subject, 'carol@hamburger.edu');
  await page.getByText(subject).first().waitFor({ timeout: 120_000 });
  const check = clerk.command('check');
  expect(check.stdout + check.stderr).toBe('');
});
