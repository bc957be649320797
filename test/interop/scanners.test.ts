/** The real Rspamd and ClamAV, each with a configuration of the test, offline: what they find ends in the quarantine with its reasons. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { gtube } from '#lib/spam/checks.ts';
import { listHeld } from '#server/admin/quarantine.ts';
import { forgetConfig } from '#server/config/config.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { database } from '#server/store/database.ts';
import { makeAccount } from '../harness/accounts.ts';
import { inboxTexts } from '../harness/inbox.ts';
import { startListener } from '../harness/listener.ts';
import { sendMail } from '../harness/send-mail.ts';
import { needTool } from './needed-program.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-scanners-'));
chmodSync(folder, 0o755);
const write = (name: string, text: string) => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};
// The test signature of all virus scanners, in halves, so that none takes this file for one.
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const children: ChildProcess[] = [];
let smtp: Awaited<ReturnType<typeof startListener>>;
let clamPort = 0;
let rspamdPort = 0;

beforeAll(async () => {
  smtp = await startListener(serveSmtp, 'smtp');
  await makeAccount('bob@hamburger.edu', 'hungry');
  [clamPort, rspamdPort] = await Promise.all([startClamd(), startRspamd()]);
});
afterAll(async () => {
  await smtp.stop();
  for (const child of children) {
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGTERM')) await gone;
  }
});
const set = (more: Record<string, string>) => {
  for (const name of ['CLAMAV_ADDRESS', 'RSPAMD_URL']) delete process.env[name];
  Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' }, more);
  forgetConfig();
};
beforeEach(() => database().pool.query('truncate quarantine'));

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Until the port takes connections. Throws with what the program said when it ends before. */
async function start(command: string, args: string[], port: number): Promise<number> {
  const child = spawn(command, args, { stdio: 'pipe' });
  children.push(child);
  let said = '';
  child.stdout.on('data', (text) => (said += String(text)));
  child.stderr.on('data', (text) => (said += String(text)));
  const listens = () =>
    new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  await vi.waitFor(
    async () => {
      if (child.exitCode === null && (await listens())) return;
      throw new Error(`${command} does not listen on ${port}: ${said.slice(-2000)}`);
    },
    { timeout: 120_000, interval: 100 },
  );
  return port;
}

/** With one signature of our own, in the form `name:type:offset:hex`. */
async function startClamd(): Promise<number> {
  const port = await freePort();
  const clamd = needTool('clamd', 'clamav-daemon');
  write('signatures/posthorn.ndb', `Posthorn.Test.File:0:*:${Buffer.from(eicar).toString('hex')}\n`);
  const conf = write(
    'clamd.conf',
    [`TCPSocket ${port}`, 'TCPAddr 127.0.0.1', `DatabaseDirectory ${folder}/signatures`, 'Foreground yes', 'StreamMaxLength 1M', ''].join(
      '\n',
    ),
  );
  return start(clamd, ['-c', conf], port);
}

/** GTUBE and MIME checks alone: nothing that would ask DNS or fetch maps. */
async function startRspamd(): Promise<number> {
  const port = await freePort();
  const rspamd = needTool('rspamd', 'rspamd');
  for (const name of ['db', 'run']) mkdirSync(path.join(folder, name), { recursive: true, mode: 0o777 });
  const conf = write(
    'rspamd.conf',
    `options {
  pidfile = "${folder}/run/rspamd.pid"; filters = "regexp"; dns { nameserver = "127.0.0.1:9"; timeout = 0.1s; retransmits = 1; }
  control_socket = "${folder}/run/control.sock mode=0600"; rrd = ""; history_file = ""; enable_test_patterns = true;
}
logging { type = "console"; level = "error"; }
metric { name = "default"; actions { reject = 15; add_header = 6; greylist = 400; }
  symbol { name = "POSTHORN_WORD"; weight = 7; description = "A word of the test"; } }
regexp { POSTHORN_WORD { re = "/frobnicate/i{mime}"; score = 7.0; description = "A word of the test"; } }
modules { path = "/usr/share/rspamd/plugins/"; }
lua = "/usr/share/rspamd/rules/rspamd.lua";
worker { type = "normal"; bind_socket = "127.0.0.1:${port}"; count = 1; }
`,
  );
  const user = process.getuid?.() === 0 ? ['-i'] : [];
  return start(rspamd, ['-f', ...user, '-c', conf, '--var', `DBDIR=${folder}/db`, '--var', `RUNDIR=${folder}/run`], port);
}

const letter = (body: string) =>
  `From: Somebody <a@far.example>\r\nTo: bob@hamburger.edu\r\nSubject: hello\r\nDate: Sat, 21 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@far.example>\r\nMIME-Version: 1.0\r\n${body}`;
const plain = (text: string) => letter(`Content-Type: text/plain\r\n\r\n${text}\r\n`);
const attached = letter(
  `Content-Type: application/octet-stream; name=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(eicar).toString('base64')}\r\n`,
);
const send = (text: string) => sendMail(smtp.port, { from: 'a@far.example', to: ['bob@hamburger.edu'] }, text);

test('clamd: its test signature in an attachment is held; what is clean, and what is too large, is delivered', async () => {
  set({ CLAMAV_ADDRESS: `127.0.0.1:${clamPort}` });
  expect(await send(attached)).toContain('250 2.0.0 Message accepted for examination');
  expect((await listHeld())[0]?.reasons[0]).toEqual({
    ...{ name: 'virus', points: 100, text: expect.stringMatching(/^ClamAV found Posthorn\.Test\.File(\.UNOFFICIAL)?$/) as string },
  });
  expect(await send(plain('How are you?'))).toContain('250 2.0.0 Message accepted for delivery');
  expect(await send(plain(`${'x'.repeat(900)}\r\n`.repeat(2000)))).toContain('250 2.0.0 Message accepted for delivery');
  const texts = await inboxTexts('bob@hamburger.edu');
  expect(texts).toHaveLength(2);
  expect(texts[1]).toContain('Too large for ClamAV to look at');
});

test('Rspamd: GTUBE is held, what it would mark is junk, what it does not mind is not', async () => {
  set({ RSPAMD_URL: `http://127.0.0.1:${rspamdPort}`, QUARANTINE_SCORE: '2000' });
  expect(await send(plain(gtube))).toContain('250 2.0.0 Message accepted for examination');
  expect((await listHeld())[0]?.reasons.find(({ name }) => name === 'rspamd')?.text).toMatch(/^Rspamd: reject, .*GTUBE/);
  const before = (await inboxTexts('bob@hamburger.edu')).length;
  expect(await send(plain('Please frobnicate this.'))).toContain('250 2.0.0 Message accepted for delivery');
  expect((await inboxTexts('bob@hamburger.edu')).slice(before)).toEqual([]);
  expect(await send(plain('How are you?'))).toContain('250 2.0.0 Message accepted for delivery');
  expect(await inboxTexts('bob@hamburger.edu')).toHaveLength(before + 1);
  delete process.env.QUARANTINE_SCORE;
});
