/** Certificates obtained from an authority of the test, proven by HTTP and by DNS, renewed, and shown without dropping a session. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { createDomain, getServerState } from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { ensureCertificate } from '#server/tls/self-signed.ts';
import { watchCertificate } from '#server/tls/certificate.ts';
import { answerChallenge } from '#server/web/acme-challenge.ts';
import { startAcmeServer, type AcmeServer } from '../../../test/harness/acme-server.ts';
import { makeAuthority } from '../../../test/harness/certificates.ts';
import { writeCertificateFiles } from './certificate-files.ts';
import { getProgress } from './kept-certificate.ts';
import { renewCertificate } from './renew-certificate.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-cert-'));
const day = 86_400_000;
let acme: AcmeServer;
let zone: ZoneServer;
let web: http.Server;
let files: { TLS_CERT: string; TLS_KEY: string };

beforeAll(async () => {
  acme = await startAcmeServer(await makeAuthority());
  const here = '192.0.2.1';
  zone = await startZoneServer({
    records: [
      { name: 'mail.crepes.fr', type: 'A', data: here },
      { name: 'mta-sts.crepes.fr', type: 'A', data: here },
      { name: 'autoconfig.crepes.fr', type: 'A', data: '192.0.2.99' }, // somebody else's
    ],
  });
  web = http.createServer((request, response) => void answerChallenge(request.url ?? '', response));
  await once(web.listen(0, '127.0.0.1'), 'listening');
  files = await ensureCertificate(folder, 'mail.crepes.fr');
  await createDomain('crepes.fr');
});
afterAll(async () => {
  await acme.stop();
  await zone.stop();
  web.close();
});
beforeEach(async () => {
  delete process.env.ACME_DNS_HOOK;
  delete process.env.ACME_NAMES;
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'mail.crepes.fr', MAIL_DOMAIN: 'crepes.fr', POSTHORN_SECRET: 'of this test', DNS_SERVER: `127.0.0.1:${zone.port}` },
    ...{ ...files, ACME: acme.directoryUrl, ACME_EMAIL: 'admin@crepes.fr' },
  });
  forgetConfig();
  Object.assign(acme, { days: 90, refuses: null, orders: [], look: byHttp });
  await database().pool.query("delete from server_state where key like 'acme %'");
});

async function byHttp(type: string, name: string, token: string): Promise<string | null> {
  if (type !== 'http-01') return null;
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/.well-known/acme-challenge/${token}`;
  const answer = await fetch(url, { headers: { host: name } });
  return answer.ok ? answer.text() : null;
}
const shown = () => new X509Certificate(readFileSync(files.TLS_CERT));

test('by HTTP: the server, and what of its domains leads here; nothing is left of the challenges', async () => {
  expect(await renewCertificate({ now: new Date() })).toEqual({ done: 'obtained' });
  expect(acme.orders).toEqual([['mail.crepes.fr', 'mta-sts.crepes.fr']]);
  expect(shown().subjectAltName).toBe('DNS:mail.crepes.fr, DNS:mta-sts.crepes.fr');
  expect(shown().issuer).toBe('CN=Test Authority');
  tls.createSecureContext({ cert: readFileSync(files.TLS_CERT), key: readFileSync(files.TLS_KEY) }); // throws when they do not fit
  const { rows } = await database().pool.query("select key from server_state where key like 'acme challenge%'");
  expect(rows).toEqual([]);
  const kept = await getServerState<{ key: string }>('acme certificate');
  expect(Buffer.from(kept?.key ?? '', 'base64').toString('latin1')).not.toContain('PRIVATE KEY');
  const nothing = await fetch(`http://127.0.0.1:${(web.address() as AddressInfo).port}/.well-known/acme-challenge/unknown`);
  expect(nothing.status).toBe(404);
});

test('renewed with a third of its life left, for more names at once, and otherwise left alone', async () => {
  await renewCertificate({ now: new Date() });
  const first = shown().fingerprint256;
  expect(await renewCertificate({ now: new Date(Date.now() + 59 * day) })).toEqual({ done: 'kept' });
  expect(await renewCertificate({ now: new Date(Date.now() + 61 * day) })).toEqual({ done: 'obtained' });
  expect(shown().fingerprint256).not.toBe(first);
  process.env.ACME_NAMES = 'imap.crepes.fr';
  forgetConfig();
  expect(await renewCertificate({ now: new Date() })).toEqual({ done: 'obtained' });
  expect(shown().subjectAltName).toContain('DNS:imap.crepes.fr');
  expect(await renewCertificate({ now: new Date(), force: true })).toEqual({ done: 'obtained' });
});

test('a failure keeps the old one, is told, and is tried again ever more rarely', async () => {
  await renewCertificate({ now: new Date() });
  const before = shown().fingerprint256;
  const later = Date.now() + 70 * day;
  acme.look = () => Promise.resolve('something else');
  const failed = await renewCertificate({ now: new Date(later) });
  expect(failed).toMatchObject({ done: 'failed', error: expect.stringContaining('shows something else') as string });
  expect(shown().fingerprint256).toBe(before);
  acme.look = byHttp;
  expect(await renewCertificate({ now: new Date(later + 30 * 60_000) })).toEqual({ done: 'waiting' });
  acme.refuses = 'no certificates for crepes.fr';
  expect(await renewCertificate({ now: new Date(later + 61 * 60_000) })).toMatchObject({ done: 'failed' });
  expect(await getProgress()).toMatchObject({
    state: 'failed',
    failures: 2,
    error: expect.stringContaining('no certificates') as string,
  });
  acme.refuses = null;
  expect(await renewCertificate({ now: new Date(later + 2 * 3_600_000) })).toEqual({ done: 'waiting' });
  expect(await renewCertificate({ now: new Date(later + 4 * 3_600_000) })).toEqual({ done: 'obtained' });
});

test('by DNS: a program of the administrator puts the record there and takes it away; also for *', async () => {
  const hook = path.join(folder, 'hook.sh');
  writeFileSync(hook, `#!/bin/sh\nif [ "$1" = add ]; then echo "$3" > "${folder}/$2"; else rm "${folder}/$2"; fi\n`);
  chmodSync(hook, 0o755);
  Object.assign(process.env, { ACME_DNS_HOOK: hook, ACME_NAMES: '*.crepes.fr' });
  forgetConfig();
  acme.look = (type, name) => {
    const record = path.join(folder, `_acme-challenge.${name}`);
    return Promise.resolve(type === 'dns-01' && existsSync(record) ? readFileSync(record, 'utf8').trim() : null);
  };
  expect(await renewCertificate({ now: new Date() })).toEqual({ done: 'obtained' });
  expect(shown().subjectAltName).toContain('DNS:*.crepes.fr');
  expect(readdirSync(folder).filter((name) => name.startsWith('_acme'))).toEqual([]);
});

test('listeners show the new one to who comes, and go on with who is there', async () => {
  await renewCertificate({ now: new Date() });
  const context = watchCertificate(files.TLS_CERT, files.TLS_KEY, 0);
  const server = net.createServer((socket) => {
    const secure = new tls.TLSSocket(socket, { isServer: true, secureContext: context() }).on('error', () => {});
    secure.on('data', (data) => secure.write(data));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const connect = async () => {
    const socket = tls.connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    return socket;
  };
  const first = await connect();
  await renewCertificate({ now: new Date(), force: true });
  const second = await connect();
  const fingerprint = (socket: tls.TLSSocket) => socket.getPeerCertificate().fingerprint256;
  expect(fingerprint(second)).toBe(shown().fingerprint256);
  expect(fingerprint(first)).not.toBe(fingerprint(second));
  first.write('still here');
  expect(String((await once(first, 'data'))[0])).toBe('still here');
  first.destroy();
  second.destroy();
  server.close();
});

test('another machine takes it from the database', async () => {
  await renewCertificate({ now: new Date() });
  const { cert, key } = { cert: path.join(folder, 'other.pem'), key: path.join(folder, 'other.key') };
  Object.assign(process.env, { TLS_CERT: cert, TLS_KEY: key });
  forgetConfig();
  expect(await writeCertificateFiles()).toBe(true);
  expect(await writeCertificateFiles()).toBe(false);
  expect(readFileSync(cert, 'utf8')).toBe(readFileSync(files.TLS_CERT, 'utf8'));
  expect(readFileSync(key, 'utf8')).toBe(readFileSync(files.TLS_KEY, 'utf8'));
});
