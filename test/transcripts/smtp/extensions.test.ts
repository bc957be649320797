/** The extensions of SMTP, and its limits, over real sockets and the real store. */
import net from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { accepting } from '#server/net/accepting.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { mustComeAgain } from '#server/smtp/greylisting.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import {
  addAlias,
  changeScripts,
  claimDue,
  findAccountByEmail,
  forgetTriplets,
  listQueue,
  dropMessage,
  readBlob,
} from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { inboxTexts } from '../../harness/inbox.ts';
import { startListener } from '../../harness/listener.ts';
import { runTranscript } from '../../harness/transcript.ts';

type Listener = Awaited<ReturnType<typeof startListener>>;
let smtp: Listener;
let submission: Listener;
let lmtp: Listener;

function settings(changes: Record<string, string>): void {
  Object.assign(process.env, changes);
  forgetConfig();
}

beforeAll(async () => {
  settings({ MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' });
  [smtp, submission, lmtp] = await Promise.all([
    startListener(serveSmtp, 'smtp'),
    startListener(serveSmtp, 'submission'),
    startListener(serveSmtp, 'lmtp'),
  ]);
  await makeAccount('bob@hamburger.edu', 'hungry');
  await makeAccount('alice@hamburger.edu', 'hungry');
  await addAlias('team@hamburger.edu', ['bob@hamburger.edu', 'carol@elsewhere.example']);
  await addAlias('carla@hamburger.edu', ['carla@elsewhere.example']);
});
afterAll(() => Promise.all([smtp, submission, lmtp].map(({ stop }) => stop())));
beforeEach(async () => {
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
});

const transcript = (name: string, port: number, values: Record<string, string> = {}) =>
  runTranscript(path.join(import.meta.dirname, `${name}.txt`), { port, values });
const claimAll = () => claimDue({ owner: crypto.randomUUID(), now: new Date(Date.now() + 1000), leaseMs: 60_000, limit: 100 });

test('CHUNKING and BINARYMIME', async () => {
  const before = (await inboxTexts('bob@hamburger.edu')).length;
  await transcript('bdat', smtp.port);
  const [chunked = '', binary = '', ...more] = (await inboxTexts('bob@hamburger.edu')).slice(before);
  expect(more).toEqual([]);
  expect(chunked).toMatch(/\r\nSubject: chunked\r\n\r\n\.\r\nx\r\n\.\r\n$/);
  expect(binary).toContain('Subject: binary\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n');
  const body = Buffer.from(binary.slice(binary.indexOf('\r\n\r\n')), 'base64');
  expect(body.toString('latin1')).toBe('a\nb\rc\0d\xff\r\n');
});

test('smuggling in: of everything that looks like an end, one message arrives', async () => {
  const before = (await inboxTexts('bob@hamburger.edu')).length;
  await transcript('smuggling-matrix', smtp.port);
  const found = (await inboxTexts('bob@hamburger.edu')).slice(before);
  expect(found.map((text) => text.slice(text.indexOf('Subject: ')))).toEqual([
    'Subject: dots\r\n\r\n.\r\n..\r\nx\r\nx.\r\n .\r\n\r\n.\r\n',
  ]);
});

test('DSN: success is told where it happens, never is never, and what goes on takes its wishes along', async () => {
  await transcript('dsn', smtp.port);
  const rows = (await claimAll()).toSorted((a, b) => a.rcpt.localeCompare(b.rcpt));
  const seen = rows.map(({ rcpt, notify, orcpt, mailFrom, envId, ret }) => ({ rcpt, notify, orcpt, mailFrom, envId, ret }));
  const sent = { mailFrom: expect.stringMatching(/^SRS0=.*=crepes\.fr=alice@hamburger\.edu$/) as string, envId: 'QQ+314159', ret: 'HDRS' };
  const notice = { rcpt: 'alice@crepes.fr', notify: 'NEVER', orcpt: null, mailFrom: '', envId: null, ret: null };
  expect(seen).toEqual([
    notice,
    notice,
    { rcpt: 'carla@elsewhere.example', notify: 'SUCCESS', orcpt: 'rfc822;carla@hamburger.edu', ...sent },
    { rcpt: 'carol@elsewhere.example', notify: 'DELAY', orcpt: 'rfc822;team@hamburger.edu', ...sent },
  ]);
  const notices = await Promise.all(rows.filter(({ mailFrom }) => mailFrom === '').map(async ({ blob }) => String(await readBlob(blob))));
  expect(
    notices
      .toSorted()
      .map((text) => /Action: (\w+)/.exec(text)?.[1])
      .toSorted(),
  ).toEqual(['delivered', 'expanded']);
  const delivered = notices.find((text) => text.includes('Action: delivered')) ?? '';
  expect(delivered).toContain('Original-Envelope-Id: QQ+314159\r\n');
  expect(delivered).toContain('Original-Recipient: rfc822;Bob+lists@hamburger.edu\r\nFinal-Recipient: rfc822; bob@hamburger.edu\r\n');
  expect(delivered).not.toContain('alice@hamburger.edu');
});

test('REQUIRETLS is asked for over TLS only, and kept', async () => {
  await transcript('require-tls', smtp.port);
  expect((await claimAll()).map(({ rcpt, requireTls }) => [rcpt, requireTls])).toEqual([['carol@elsewhere.example', true]]);
});

test('FUTURERELEASE holds a message for its time', async () => {
  const before = (await inboxTexts('alice@hamburger.edu')).length;
  await transcript('future-release', submission.port);
  const later = async (minutes: number) => {
    const worker = new QueueWorker({ now: () => new Date(Date.now() + minutes * 60_000), random: () => 0.5 });
    await worker.drain();
    await worker.stop();
    return (await inboxTexts('alice@hamburger.edu')).length - before;
  };
  expect(await later(59)).toBe(0);
  expect(await later(61)).toBe(1);
});

test('LMTP answers for each recipient', async () => {
  const before = (await inboxTexts('alice@hamburger.edu')).length;
  await transcript('lmtp', lmtp.port);
  const found = (await inboxTexts('alice@hamburger.edu')).slice(before);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/\r\n\tby hamburger\.edu \(Posthorn\) with LMTP id /);
});

test('LMTP: who refuses is told so in his own reply, and no notice is made of what a reply has said', async () => {
  const alice = (await findAccountByEmail('alice@hamburger.edu'))?.accountId ?? 0;
  const use = (script: string | null) =>
    changeScripts(alice, async (writer) => {
      await writer.activate(script === null ? null : (await writer.put('main', Buffer.from(script))).scriptId);
    });
  await addAlias('all@hamburger.edu', ['bob@hamburger.edu', 'alice@hamburger.edu']);
  await use(
    'require ["reject", "ereject"]; if header "subject" "danke" { reject "Nein, danke schön."; } else { ereject "Not to me, please"; }',
  );
  const before = (await inboxTexts('bob@hamburger.edu')).length;
  await transcript('lmtp-verdicts', lmtp.port);
  expect((await inboxTexts('bob@hamburger.edu')).slice(before)).toHaveLength(2);
  const [notice, ...more] = await claimAll();
  expect([notice?.mailFrom, notice?.rcpt, more]).toEqual(['', 'carol@crepes.fr', []]);
  expect(String(await readBlob(notice?.blob ?? Buffer.alloc(0)))).toContain('Nein, danke schön.');
  await use(null);
});

test('limits: junk commands, errors, recipients, sizes, lines, circles, headers, depth', async () => {
  const lines = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => `${line(n + 1)}\\r\\n`).join('');
  const before = (await inboxTexts('bob@hamburger.edu')).length;
  await transcript('limits', smtp.port, {
    longLine: 'x'.repeat(100_000),
    traces: lines(51, (n) => `Received: by relay${n}.example`),
    nested: lines(3000, (n) => `Content-Type: multipart/mixed; boundary=b${n}\\r\\n\\r\\n--b${n}`),
    noops: lines(120, (n) => ['NOOP', 'RSET', 'VRFY bob', 'HELP'][n % 4] ?? ''),
    unknowns: lines(20, (n) => `RCPT TO:<nobody${n}@hamburger.edu>`),
    recipients: lines(1001, (n) => `RCPT TO:<bob+${n}@hamburger.edu>`),
  });
  const [nested = '', ...more] = (await inboxTexts('bob@hamburger.edu')).slice(before);
  expect(more).toEqual([]);
  expect(nested).toContain('--b2999\r\nContent-Type: multipart/mixed; boundary=b3000\r\n');
});

test('what one address may do in a minute', async () => {
  settings({ SMTP_CONNECTIONS_PER_MINUTE: '2', SMTP_MESSAGES_PER_MINUTE: '2', SMTP_RECIPIENTS_PER_MINUTE: '3' });
  const afar = await startListener(serveSmtp, 'smtp', { from: '192.0.2.30' });
  try {
    await transcript('rates', afar.port);
  } finally {
    for (const name of ['CONNECTIONS', 'MESSAGES', 'RECIPIENTS']) delete process.env[`SMTP_${name}_PER_MINUTE`];
    forgetConfig();
    await afar.stop();
  }
});

test('greylisting: not at once, not too soon, but then, and from the same network', async () => {
  settings({ GREYLISTING: 'on' });
  const afar = await startListener(serveSmtp, 'smtp', { from: '192.0.2.31' });
  try {
    await transcript('greylisting', afar.port);
    const at = (minutes: number, address = '192.0.2.99', recipient = 'bob@hamburger.edu') =>
      mustComeAgain(address, 'alice@crepes.fr', recipient, new Date(Date.now() + minutes * 60_000));
    expect(await at(4)).toBe(true);
    expect(await at(6, '198.51.100.1')).toBe(true);
    expect(await at(6)).toBe(false);
    expect(await at(60 * 24 * 30)).toBe(false);
    await forgetTriplets(new Date(Date.now() + 60 * 24 * 60 * 60_000));
    expect(await at(60 * 24 * 60)).toBe(false); // a month after the last time
    expect(await at(60 * 24 * 120)).toBe(true); // two months after it
    expect(await at(60 * 24 * 120 + 60 * 49)).toBe(true); // two days are too long to come again
    expect(await at(60 * 24 * 120 + 60 * 49 + 6)).toBe(false);
  } finally {
    delete process.env.GREYLISTING;
    forgetConfig();
    await afar.stop();
  }
});

test('the PROXY protocol: with it the client counts, without it there is no talk', async () => {
  settings({ PROXY_PROTOCOL: 'on', TRUSTED_PROXIES: '127.0.0.0/8' });
  const { server } = accepting();
  const stopping = new AbortController();
  const balancer = server((socket) =>
    serveSmtp(socket, {
      kind: 'smtp',
      implicitTls: false,
      stopping: stopping.signal,
      secureContext: () => {
        throw new Error('no TLS here');
      },
    }),
  );
  balancer.listen(0, '127.0.0.1');
  await once(balancer, 'listening');
  const { port } = balancer.address() as AddressInfo;
  const dialogue =
    'HELO crepes.fr\r\nMAIL FROM:<a@crepes.fr>\r\nRCPT TO:<bob@hamburger.edu>\r\nDATA\r\nSubject: proxied\r\n\r\nx\r\n.\r\nQUIT\r\n';
  const last = async () => (await inboxTexts('bob@hamburger.edu')).at(-1) ?? '';
  const version2 = Buffer.concat([
    Buffer.from('\r\n\r\n\0\r\nQUIT\n\x21\x21\x00\x24', 'latin1'),
    Buffer.from('20010db8000000000000000000000025' + '20010db8000000000000000000000001' + 'c0000019', 'hex'),
  ]);
  try {
    expect(await talk(port, Buffer.from('PROXY TCP4 198.51.100.7 192.0.2.1 40000 25\r\n'), dialogue)).toContain('250 Message accepted');
    expect(await last()).toContain('Received: from crepes.fr ([198.51.100.7])');
    expect(await talk(port, version2, dialogue)).toContain('250 Message accepted');
    expect(await last()).toContain('Received: from crepes.fr ([IPv6:2001:db8:0:0:0:0:0:25])');
    expect(await talk(port, Buffer.from('PROXY UNKNOWN\r\n'), dialogue)).toContain('250 Message accepted');
    expect(await last()).toContain('Received: from crepes.fr ([127.0.0.1])');
    expect(await talk(port, Buffer.from('EHLO crepes.fr\r\n'), null)).toBe('');
    expect(await talk(port, Buffer.from('PROXY TCP4 1.2.3.400 1.1.1.1 1 1\r\n'), null)).toBe('');
    // Whoever is no balancer of ours may say what he likes: it is no command, and his address stays his own.
    settings({ TRUSTED_PROXIES: '192.0.2.0/24' });
    const forged = await talk(port, Buffer.from('PROXY TCP4 198.51.100.7 192.0.2.1 40000 25\r\n'), dialogue);
    expect(forged).toMatch(/^220 hamburger\.edu\r\n500 Command not recognised\r\n250 Hello/);
    expect(await last()).toContain('Received: from crepes.fr ([127.0.0.1])');
  } finally {
    delete process.env.PROXY_PROTOCOL;
    delete process.env.TRUSTED_PROXIES;
    forgetConfig();
    balancer.close();
  }
});

/** The header, then, after the greeting, the dialogue; all that was answered. */
async function talk(port: number, header: Buffer, dialogue: string | null): Promise<string> {
  const socket = net.connect(port, '127.0.0.1').on('error', () => {});
  let text = '';
  let sent = false;
  socket.on('data', (chunk) => {
    text += String(chunk);
    if (dialogue !== null && !sent) socket.write(dialogue);
    sent = true;
  });
  const closed = once(socket, 'close');
  socket.write(header.subarray(0, 10));
  await once(socket, 'connect');
  socket.write(header.subarray(10));
  await closed;
  return text;
}
