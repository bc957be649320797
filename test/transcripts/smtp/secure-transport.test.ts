/** MTA-STS, DANE and REQUIRETLS towards other servers, with certificates, a policy server and a DNS server of the test. */
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { sendReports } from '#server/queue/reports/send-reports.ts';
import { submitMessage, type SubmitRequest } from '#server/queue/submit.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { database } from '#server/store/database.ts';
import { dropMessage, getStsPolicy, listQueue, listQueueEvents, listTlsResults, putBlob, type Account } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { makeAuthority, type Issued } from '../../harness/certificates.ts';
import { startFakePeer, type FakePeer } from './fake-peer.ts';

let authority: Awaited<ReturnType<typeof makeAuthority>>;
let zone: ZoneServer;
let peer: FakePeer;
let alice: Account;
let worker: QueueWorker;
let policies: https.Server;
let served: { status?: number; type?: string; body: string };
let fetches = 0;
const posted: { type: string; body: string }[] = [];
let later = 0;
let right: Issued;
let wrong: Issued;

const policy = (mode: string, ...mx: string[]) =>
  ['version: STSv1', `mode: ${mode}`, ...mx.map((one) => `mx: ${one}`), 'max_age: 86400', ''].join('\r\n');

beforeAll(async () => {
  authority = await makeAuthority();
  right = await authority.issue({ names: ['mx.far.example'] });
  wrong = await authority.issue({ names: ['other.example'] });
  const host = await authority.issue({ names: ['mta-sts.far.example'] });
  policies = https.createServer({ ...host }, (request, response) => {
    if (request.method === 'POST') {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        posted.push({ type: request.headers['content-type'] ?? '', body: gunzipSync(Buffer.concat(pieces)).toString() });
        response.writeHead(request.url === '/reports' ? 204 : 500).end();
      });
      return;
    }
    fetches++;
    const { status = 200, type = 'text/plain', body } = request.url === '/.well-known/mta-sts.txt' ? served : { status: 404, body: '' };
    response.writeHead(status, { 'content-type': type, ...(status === 302 ? { location: '/.well-known/mta-sts.txt' } : {}) }).end(body);
  });
  await once(policies.listen(0, '127.0.0.1'), 'listening');
  const { port } = policies.address() as AddressInfo;
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'posthorn-ca-')), 'ca.pem');
  writeFileSync(file, authority.cert);
  zone = await startZoneServer({ records: [] });
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'crepes.fr', MAIL_DOMAIN: 'crepes.fr', DNS_SERVER: `127.0.0.1:${zone.port}`, TLS_TRUSTED_CA: file },
    ...{ MTA_STS_PORT: String(port), FETCH_ALLOW: `mta-sts.far.example:${port}` },
  });
  forgetConfig();
  alice = await makeAccount('alice@crepes.fr', 'hungry');
});
afterAll(async () => {
  policies.close();
  await zone.stop();
});
beforeEach(async () => {
  peer = await startFakePeer();
  process.env.SMTP_REMOTE_PORT = String(peer.port);
  delete process.env.DNSSEC_RESOLVER;
  forgetConfig();
  zone.records = [
    { name: 'far.example', type: 'MX', data: { preference: 10, exchange: 'mx.far.example' } },
    { name: 'mx.far.example', type: 'A', data: '127.0.0.1' },
    { name: 'mta-sts.far.example', type: 'A', data: '127.0.0.1' },
  ];
  zone.signed.clear();
  zone.failing.clear();
  fetches = 0;
  await database().pool.query('truncate sts_policy, tls_result, report_sent, destination, suppression');
});
afterEach(async () => {
  await worker.stop();
  await peer.down();
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
});

const announce = (id: string) => {
  zone.records = zone.records.filter(({ name }) => name !== '_mta-sts.far.example');
  zone.records.push({ name: '_mta-sts.far.example', type: 'TXT', data: `v=STSv1; id=${id};` });
};

/** `delivered by MTA-STS`, or why not. */
async function send(tls: Issued | null, extensions: string[] = [], request: Partial<SubmitRequest> = {}): Promise<string> {
  peer.behaviour = { extensions, ...(tls ? { tls } : {}) };
  worker = new QueueWorker({ now: () => new Date(Date.now() + later), random: () => 0.5 });
  const bytes = Buffer.from('From: alice@crepes.fr\r\nSubject: Hello\r\n\r\nHi\r\n');
  const done = await submitMessage({
    ...{ accountId: alice.accountId, mailFrom: 'alice@crepes.fr', recipients: [{ address: 'bob@far.example' }] },
    ...{ blob: await putBlob(bytes), size: bytes.length, smtputf8: false, subject: 'Hello', record: false, ...request },
  });
  if (!done.ok) throw new Error(done.reason);
  await worker.drain();
  await worker.stop();
  const last = (await listQueueEvents(done.value.queueId ?? 0)).at(-1);
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
  return last?.type === 'sent' ? `sent by ${String(last.detail.verified)}` : `${last?.type}: ${String(last?.detail.reply)}`;
}
const results = async () =>
  (await listTlsResults(new Date(Date.now() + later).toISOString().slice(0, 10))).map(
    ({ policyType, result, sessions }) => `${policyType} ${result} ${sessions}`,
  );

describe('MTA-STS', () => {
  test('enforce: only to a server that proves to be one of those that the policy names', async () => {
    announce('1');
    served = { body: policy('enforce', '*.far.example') };
    expect(await send(right)).toBe('sent by MTA-STS');
    expect(await send(wrong)).toMatch(/^deferred: .*certificate is not for mx\.far\.example/);
    expect(await send(null)).toMatch(/^deferred: .*offers no STARTTLS/);
    expect(await send(await authority.issue({ names: ['mx.far.example'], expired: true }))).toMatch(/^deferred: .*expired/i);
    expect(peer.messages).toHaveLength(1);
    expect(fetches).toBe(1); // kept
    expect((await results()).sort()).toEqual([
      'sts certificate-expired 1',
      'sts certificate-host-mismatch 1',
      'sts starttls-not-supported 1',
      'sts successful 1',
    ]);
    const [row] = await listTlsResults(new Date().toISOString().slice(0, 10), 'far.example');
    expect(row).toMatchObject({ mxHost: 'mx.far.example', receivingAddress: '127.0.0.1', mxPatterns: ['*.far.example'] });
    expect(row?.policyStrings).toContain('mode: enforce');
  });
  test('a mail server that the policy does not name gets nothing', async () => {
    announce('1');
    served = { body: policy('enforce', 'another.far.example') };
    expect(await send(right)).toMatch(/^deferred: None of the mail servers of far\.example is one that its policy names/);
    expect(await results()).toEqual(['sts validation-failure 1']);
    expect(peer.connections).toBe(0);
  });
  test('testing: sent all the same, and told', async () => {
    announce('1');
    served = { body: policy('testing', 'mx.far.example') };
    expect(await send(wrong)).toBe('sent by null');
    expect(await results()).toEqual(['sts certificate-host-mismatch 1']);
  });
  test('a policy stays in force when its record or its host is gone; a new id brings the new one', async () => {
    announce('1');
    served = { body: policy('enforce', 'mx.far.example') };
    expect(await send(right)).toBe('sent by MTA-STS');
    zone.records = zone.records.filter(({ name }) => name !== '_mta-sts.far.example');
    expect(await send(wrong)).toMatch(/^deferred/);
    announce('2');
    served = { status: 500, body: '' };
    expect(await send(wrong)).toMatch(/^deferred/);
    expect(fetches).toBe(2);
    expect(await send(wrong)).toMatch(/^deferred/);
    expect(fetches).toBe(2); // not again so soon
    later = 6 * 60_000;
    served = { body: policy('none') };
    expect(await send(wrong)).toBe('sent by null');
    later = 0;
    expect(await getStsPolicy('far.example')).toMatchObject({ policyId: '2', mode: 'none' });
  });
  test.each([
    ['what is no policy', { body: '<html>' }, 'sts-policy-invalid'],
    ['another type', { type: 'text/html', body: policy('enforce', 'x.example') }, 'sts-policy-invalid'],
    ['a redirect', { status: 302, body: '' }, 'sts-policy-fetch-error'],
  ])('%s is no policy, and that is told', async (_name, answer, result) => {
    announce('1');
    served = answer;
    expect(await send(wrong)).toBe('sent by null');
    expect(await results()).toEqual([`sts ${result} 1`]);
    expect(fetches).toBe(1);
  });
  test('a policy from a host whose certificate is wrong is none', async () => {
    announce('1');
    policies.setSecureContext({ ...wrong });
    served = { body: policy('enforce', 'mx.far.example') };
    expect(await send(wrong)).toBe('sent by null');
    expect(await results()).toEqual(['sts sts-webpki-invalid 1']);
    policies.setSecureContext({ ...(await authority.issue({ names: ['mta-sts.far.example'] })) });
  });
});

describe('DANE', () => {
  const spki = ({ cert }: Issued) => new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  const tlsa = (usage: number, selector: number, matchingType: number, certificate: Buffer) =>
    zone.records.push({ name: `_${peer.port}._tcp.mx.far.example`, type: 'TLSA', data: { usage, selector, matchingType, certificate } });
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
  const sign = (...names: string[]) => {
    for (const name of names) zone.signed.add(name);
  };
  beforeEach(() => {
    process.env.DNSSEC_RESOLVER = `127.0.0.1:${zone.port}`;
    forgetConfig();
    sign('far.example', 'mx.far.example', `_${peer.port}._tcp.mx.far.example`);
  });

  test('3 1 1: the key, whatever name and date the certificate has', async () => {
    const odd = await authority.issue({ names: ['odd.example'], expired: true });
    tlsa(3, 1, 1, sha256(spki(odd)));
    expect(await send(odd)).toBe('sent by DANE');
    expect(await send(right)).toMatch(/^deferred: .*not the one of its TLSA records/);
    expect(await send(null)).toMatch(/^deferred: .*offers no STARTTLS/);
    expect((await results()).sort()).toEqual(['tlsa starttls-not-supported 1', 'tlsa successful 1', 'tlsa validation-failure 1']);
  });
  test('2 0 1: an authority, the name of the host or of the domain', async () => {
    tlsa(2, 0, 1, sha256(new X509Certificate(authority.cert).raw));
    const chained = async (name: string) => {
      const issued = await authority.issue({ names: [name] });
      return { ...issued, cert: `${issued.cert}\n${authority.cert}` };
    };
    expect(await send(await chained('mx.far.example'))).toBe('sent by DANE');
    expect(await send(await chained('far.example'))).toBe('sent by DANE');
    expect(await send(await chained('other.example'))).toMatch(/^deferred/);
  });
  test('records that nobody can use: TLS, by any certificate, and never without', async () => {
    tlsa(1, 1, 1, Buffer.alloc(32));
    expect(await send(wrong)).toBe('sent by null');
    expect(await send(null)).toMatch(/^deferred: .*offers no STARTTLS/);
  });
  test('what DNSSEC does not vouch for demands nothing', async () => {
    tlsa(3, 1, 1, Buffer.alloc(32));
    for (const unsigned of ['far.example', 'mx.far.example', `_${peer.port}._tcp.mx.far.example`]) {
      zone.signed.delete(unsigned);
      expect(await send(wrong)).toBe('sent by null');
      zone.signed.add(unsigned);
    }
    expect(await send(wrong)).toMatch(/^deferred/);
  });
  test('TLSA records that cannot be looked up may hide an attack: nothing is sent', async () => {
    zone.failing.add(`_${peer.port}._tcp.mx.far.example`);
    expect(await send(right)).toMatch(/^deferred: .*could not be looked up/);
    expect(peer.connections).toBe(0);
  });
  test('it comes before MTA-STS', async () => {
    announce('1');
    served = { body: policy('enforce', 'mx.far.example') };
    tlsa(3, 1, 1, Buffer.alloc(32));
    expect(await send(right)).toMatch(/^deferred: .*TLSA/);
    expect(fetches).toBe(0);
  });
  test('REQUIRETLS is satisfied by it', async () => {
    tlsa(3, 1, 1, sha256(spki(wrong)));
    expect(await send(wrong, ['REQUIRETLS'], { requireTls: true })).toBe('sent by DANE');
  });
});

test('REQUIRETLS: the MX record must be proven too, by DNSSEC or MTA-STS', async () => {
  expect(await send(right, ['REQUIRETLS'], { requireTls: true })).toMatch(/^bounced: .*proves its mail servers neither by DNSSEC nor/);
  expect(peer.connections).toBe(0);
  announce('1');
  served = { body: policy('testing', 'mx.far.example') };
  expect(await send(right, ['REQUIRETLS'], { requireTls: true })).toBe('sent by MTA-STS');
  expect(peer.said.find((line) => line.startsWith('MAIL'))).toContain('REQUIRETLS');
});

test('TLS-Required: No: rather by a wrong certificate, or in the clear, than not at all; REQUIRETLS outdoes it', async () => {
  announce('1');
  served = { body: policy('enforce', 'mx.far.example') };
  const message = Buffer.from('From: alice@crepes.fr\r\nTLS-Required: No\r\nSubject: Your certificate has expired\r\n\r\nHi\r\n');
  const blob = await putBlob(message);
  expect(await send(wrong)).toMatch(/^deferred: /);
  expect(await send(wrong, [], { blob, message })).toBe('sent by null');
  expect(await send(null, [], { blob, message })).toBe('sent by null');
  expect(peer.messages.map(({ data }) => /^TLS-Required: .*$/m.exec(String(data))?.[0]?.trim())).toEqual(Array(2).fill('TLS-Required: No'));
  expect(await send(wrong, ['REQUIRETLS'], { blob, message, requireTls: true })).toMatch(/^(deferred|bounced): /);
});

describe('reports about TLS (RFC 8460)', () => {
  const day = () => new Date().toISOString().slice(0, 10);
  const wanted = (rua: string) => zone.records.push({ name: '_smtp._tls.far.example', type: 'TXT', data: `v=TLSRPTv1; rua=${rua}` });
  beforeEach(() => {
    announce('1');
    served = { body: policy('enforce', 'another.far.example') };
    posted.length = 0;
  });

  test('one gets through to the very server whose TLS it complains of', async () => {
    expect(await send(wrong)).toMatch(/^deferred: None of the mail servers/);
    wanted('mailto:tls@far.example');
    expect(await sendReports(day(), new Date())).toBe(1);
    worker = new QueueWorker();
    await worker.drain();
    expect(peer.messages.map(({ data }) => /^TLS-Report-Domain: (.*)$/m.exec(String(data))?.[1]?.trim())).toEqual(['far.example']);
    expect(await results()).toEqual(['sts validation-failure 1']);
  });

  test('posted where the domain asks for that, and mailed only when nobody takes it there', async () => {
    const { port } = policies.address() as AddressInfo;
    await send(wrong);
    wanted(`https://mta-sts.far.example:${port}/reports,mailto:tls@far.example`);
    expect(await sendReports(day(), new Date())).toBe(1);
    expect(posted.map(({ type }) => type)).toEqual(['application/tlsrpt+gzip']);
    expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({ 'organization-name': 'crepes.fr', policies: [{ summary: {} }] });
    expect(await listQueue()).toEqual([]);
    await database().pool.query('truncate report_sent');
    zone.records.pop();
    wanted(`https://mta-sts.far.example:${port}/broken,mailto:tls@far.example`);
    expect(await sendReports(day(), new Date())).toBe(1);
    expect((await listQueue()).map(({ recipient }) => recipient)).toEqual(['tls@far.example']);
  });
});
