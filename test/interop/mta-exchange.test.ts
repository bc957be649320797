/**
 * Two Posthorn servers, a Postfix and an Exim from Debian exchange mail in all directions: found by the MX records of the test's DNS
 * server, over TLS with certificates that each side checks, signed by DKIM and verified by the other side's own tools.
 */
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { makeAuthority } from '../harness/certificates.ts';
import { PosthornProcess } from '../recovery/posthorn-process.ts';
import { startExim } from './mta/exim.ts';
import { write, type ForeignMta } from './mta/foreign-mta.ts';
import { startPostfix } from './mta/postfix.ts';

const dns = '127.0.0.61';
const offset = 26_400;
const port = 25 + offset;
const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-mta-'));
chmodSync(folder, 0o755);
const hosts = { 'one.example': '127.0.0.62', 'two.example': '127.0.0.63', 'postfix.example': '127.0.0.64', 'exim.example': '127.0.0.65' };
type Domain = keyof typeof hosts;
const domains = Object.keys(hosts) as Domain[];

let zone: ZoneServer;
const posthorns = new Map<Domain, PosthornProcess>();
const foreign = new Map<Domain, ForeignMta>();

beforeAll(async () => {
  zone = await startZoneServer({ host: dns, port: 53, records: [] });
  for (const [domain, data] of Object.entries(hosts))
    zone.records.push(
      { name: domain, type: 'MX', data: { preference: 10, exchange: `mx.${domain}` } },
      { name: `mx.${domain}`, type: 'A', data },
      { name: domain, type: 'TXT', data: 'v=spf1 ip4:127.0.0.0/8 -all' },
      { name: `_dmarc.${domain}`, type: 'TXT', data: 'v=DMARC1; p=reject; adkim=s' },
    );
  const authority = await makeAuthority();
  const ca = write(folder, 'ca.pem', authority.cert);
  const resolvConf = write(folder, 'resolv.conf', `nameserver ${dns}\n`);
  const certificates = async (domain: Domain) => {
    const { cert, key } = await authority.issue({ names: [`mx.${domain}`] });
    return { cert: write(folder, `${domain}.pem`, cert), key: write(folder, `${domain}.key`, key) };
  };
  for (const domain of ['one.example', 'two.example'] as const) {
    const { cert, key } = await certificates(domain);
    const posthorn = new PosthornProcess(offset, {
      ...{ MAIL_HOSTNAME: `mx.${domain}`, MAIL_DOMAIN: domain, LISTEN_HOST: hosts[domain], SMTP_REMOTE_PORT: String(port) },
      ...{ DNS_SERVER: `${dns}:53`, TLS_CERT: cert, TLS_KEY: key, TLS_TRUSTED_CA: ca, PLAINTEXT_AUTH: 'loopback' },
    });
    posthorns.set(domain, posthorn);
    await posthorn.start();
    for (const who of ['alice', 'bob']) run(posthorn, 'account', 'add', `${who}@${domain}`, '--password', 'hungry-hungry');
    run(posthorn, 'rule', 'set', '*', '--tls', 'verified');
    const { items } = JSON.parse(run(posthorn, 'domain', 'records', domain, '--json')) as {
      items: { type: string; name: string; value: string }[];
    };
    for (const { type, name, value } of items)
      if (type === 'TXT' && name.includes('._domainkey.')) zone.records.push({ name, type, data: value });
  }
  for (const [domain, start] of [
    ['postfix.example', startPostfix],
    ['exim.example', startExim],
  ] as const) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const p = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    zone.records.push({ name: `s._domainkey.${domain}`, type: 'TXT', data: `v=DKIM1; k=rsa; p=${p}` });
    const dkimKey = write(folder, `${domain}.dkim`, String(pair.privateKey.export({ type: 'pkcs1', format: 'pem' })));
    const common = {
      folder: path.join(folder, domain),
      domain,
      host: hosts[domain],
      port,
      resolvConf,
      dnsServer: dns,
      authority: ca,
      dkimKey,
    };
    foreign.set(domain, await start({ ...common, ...(await certificates(domain)) }));
  }
}, 600_000);
afterAll(async () => {
  for (const server of [...foreign.values(), ...posthorns.values()]) await server.stop();
  await zone.stop();
});

function run(posthorn: PosthornProcess, ...args: string[]): string {
  const { status, stdout, stderr } = posthorn.command(...args);
  expect(status, `${args.join(' ')}: ${stderr}`).toBe(0);
  return stdout;
}

async function send(from: Domain, to: string, subject: string): Promise<void> {
  const other = foreign.get(from);
  const transport = createTransport({
    ...(other ? other.submission : { host: hosts[from], port: 587 + offset, auth: { user: `alice@${from}`, pass: 'hungry-hungry' } }),
    tls: { rejectUnauthorized: false },
  });
  await transport.sendMail({
    ...{ from: `Alice <alice@${from}>`, to, subject, textEncoding: 'base64' },
    text: `Grüße von ${from}\n.\n..\nFrom the start\n`,
  });
  transport.close();
}

/** Whole messages of a user, in INBOX. */
async function mailOf(domain: Domain, user = 'bob'): Promise<string[]> {
  const other = foreign.get(domain);
  if (other) return other.mail(user).map((text) => text.replaceAll(/\r?\n/g, '\n'));
  const client = new ImapFlow({
    ...{ host: hosts[domain], port: 143 + offset, secure: false, auth: { user: `${user}@${domain}`, pass: 'hungry-hungry' } },
    ...{ tls: { rejectUnauthorized: false }, logger: false },
  });
  await client.connect();
  await client.mailboxOpen('INBOX');
  const found: string[] = [];
  for await (const { source } of client.fetch('1:*', { source: true })) found.push(String(source).replaceAll('\r\n', '\n'));
  await client.logout();
  return found;
}

async function arrival(domain: Domain, subject: string, user = 'bob'): Promise<string> {
  const look = async () => (await mailOf(domain, user)).filter((text) => text.includes(`Subject: ${subject}\n`));
  await expect.poll(look, { timeout: 60_000, interval: 500 }).toHaveLength(1);
  return (await look())[0] ?? '';
}

const pairs = domains.flatMap((from) => domains.filter((to) => to !== from).map((to) => [from, to] as const));

test.each(pairs)('%s to %s', async (from, to) => {
  const subject = `From ${from} to ${to}`;
  await send(from, `bob@${to}`, subject);
  const text = await arrival(to, subject);
  const header = text.slice(0, text.indexOf('\n\n')).replaceAll(/\n[ \t]+/g, ' ');
  const body = Buffer.from(text.slice(text.indexOf('\n\n')), 'base64').toString();
  expect(body.replaceAll('\r\n', '\n')).toBe(`Grüße von ${from}\n.\n..\nFrom the start\n`);
  // By the receiving side's own words: over TLS, and the signature of the sender's domain is right.
  const hop = header.split('\n').find((line) => line.startsWith('Received: ') && line.includes(`by mx.${to}`)) ?? '';
  expect(hop).toContain(`mx.${from}`);
  expect(hop).toMatch(/TLS ?v?1\.3/i);
  if (to === 'exim.example') expect(header).toMatch(new RegExp(`^X-Exim-DKIM: ${from} rsa-sha256 pass$`, 'm'));
  else expect(header).toMatch(new RegExp(`^Authentication-Results: mx\\.${to};[^\\n]*dkim=pass[^\\n]*header\\.d=${from}`, 'm'));
});

test('the certificates were checked, not only shown', () => {
  for (const [domain, posthorn] of posthorns) {
    const items = JSON.parse(run(posthorn, 'trace', '--address', 'bob@exim.example', '--json')) as { traceId: string }[];
    const story = run(posthorn, 'trace', items[0]?.traceId ?? '', '--json');
    expect(story, domain).toContain('"verified": "authority"');
  }
  expect(foreign.get('postfix.example')?.log()).toMatch(/Verified TLS connection established to mx\.one\.example/);
  expect(foreign.get('exim.example')?.log()).toMatch(/=> bob@one\.example .* CV=yes/);
});

test.each(['postfix.example', 'exim.example'] as const)(
  'nobody at %s: refused there, told here; and the other way round',
  async (domain) => {
    await send('one.example', `nobody@${domain}`, 'To nobody');
    const noticed = async () =>
      (await mailOf('one.example', 'alice')).find((text) => text.includes(`Final-Recipient: rfc822; nobody@${domain}\n`));
    await expect.poll(noticed, { timeout: 60_000, interval: 500 }).toContain('Action: failed');
    await send(domain, 'nobody@two.example', 'To nobody there');
    await expect
      .poll(async () => (await mailOf(domain, 'alice')).join(), { timeout: 60_000, interval: 500 })
      .toContain('nobody@two.example');
    expect((await mailOf(domain, 'alice')).join()).toContain('No such user here');
  },
);
