/** Signatures and seals across programs: ours read by dkimpy and OpenDKIM, theirs by us, over a DNS server of the test. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { ensureDkimKeys, recordName, recordValue } from '#server/mailauth/dkim-keys.ts';
import { prepareForward } from '#server/mailauth/forward.ts';
import { forgetAnswers } from '#server/mailauth/look-up.ts';
import { verifySender } from '#server/mailauth/verify.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { listDkimKeys, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startFakePeer, type FakePeer } from '../transcripts/smtp/fake-peer.ts';
import { needPython, needTool } from './needed-program.ts';
import { runTool } from './run-tool.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-dkim-'));
const file = (name: string, content: string | Buffer) => {
  writeFileSync(path.join(folder, name), content, { mode: 0o600 });
  return path.join(folder, name);
};
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const bareEd = ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
const seedEd = ed.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32).toString('base64');
const rsaFile = file('rsa.pem', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }));

let zone: ZoneServer;
let peer: FakePeer;
beforeAll(async () => {
  needTool('opendkim', 'opendkim');
  needTool('opendkim-testmsg', 'opendkim-tools');
  needPython('dkim', 'python3-dkim');
  needPython('authres', 'python3-authres'); // for its ARC
  zone = await startZoneServer({
    records: [
      {
        name: 'r._domainkey.tools.example',
        type: 'TXT',
        data: `v=DKIM1; k=rsa; p=${rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
      },
      { name: 'e._domainkey.tools.example', type: 'TXT', data: `v=DKIM1; k=ed25519; p=${bareEd}` },
      { name: 'peer.example', type: 'A', data: '127.0.0.1' },
    ],
  });
  peer = await startFakePeer();
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'crepes.fr', MAIL_DOMAIN: 'crepes.fr', POSTHORN_SECRET: 'of this test', ARC_TRUSTED_SEALERS: 'tools.example' },
    ...{ DNS_SERVER: `127.0.0.1:${zone.port}`, SMTP_REMOTE_PORT: String(peer.port) },
  });
  forgetConfig();
});
afterAll(async () => {
  await peer.down();
  await zone.stop();
});
beforeEach(forgetAnswers);

const letter = Buffer.from(
  [
    'From: Tool <a@tools.example>',
    'To: b@hamburger.edu',
    'Subject: Hello',
    'Date: Sat, 21 Nov 2026 08:00:00 +0000',
    'Message-ID: <1@tools.example>',
    '',
    'Hi  there ',
    '',
    '.dots',
    '',
  ].join('\r\n'),
);
const judge = (message: Buffer) =>
  verifySender({ remoteAddress: '192.0.2.1', helo: 'tools.example', mailFrom: 'a@tools.example', message });

/** What dkimpy says about each signature, or about the ARC chain, asking the test's DNS server. */
async function dkimpy(message: Buffer, arc = false): Promise<string[]> {
  const script = `
import sys, dkim, dns.resolver
r = dns.resolver.Resolver(configure=False); r.nameservers = ['127.0.0.1']; r.port = ${zone.port}
def txt(name, timeout=5):
    return b''.join(r.resolve(name.decode().rstrip('.') if isinstance(name, bytes) else name.rstrip('.'), 'TXT')[0].strings)
m = open(sys.argv[1], 'rb').read()
if ${arc ? 'True' : 'False'}:
    print(dkim.arc_verify(m, dnsfunc=txt)[0].decode())
else:
    d = dkim.DKIM(m)
    for i in range(len([h for h in d.headers if h[0].lower() == b'dkim-signature'])):
        print(d.verify(i, dnsfunc=txt))
`;
  const { stdout, stderr, code } = await runTool('/usr/bin/python3', ['-c', script, file('message.eml', message)]);
  expect(code, stderr).toBe(0);
  return stdout.trim().split('\n');
}

/** OpenDKIM in its test mode. */
async function openDkim(message: Buffer): Promise<string> {
  const unbound = file(
    'unbound.conf',
    `server:\n  do-not-query-localhost: no\n  module-config: "iterator"\nforward-zone:\n  name: "."\n  forward-addr: 127.0.0.1@${zone.port}\n`,
  );
  const conf = file('opendkim.conf', `Mode v\nResolverConfiguration ${unbound}\nSyslog no\nMinimumKeyBits 1024\n`);
  const { stdout, stderr } = await runTool('opendkim', ['-x', conf, '-vvv', '-t', file('message.eml', message)]);
  return stdout + stderr;
}

async function sendToPeer(): Promise<Buffer> {
  const alice = await makeAccount('alice@crepes.fr', 'hungry');
  await ensureDkimKeys('crepes.fr');
  for (const key of await listDkimKeys('crepes.fr')) zone.records.push({ name: recordName(key), type: 'TXT', data: recordValue(key) });
  const message = Buffer.from(
    'From: Alice <alice@crepes.fr>\r\nTo: bob@peer.example\r\nSubject: Crêpes\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMit Käse  \r\n.\r\n\r\n',
  );
  const { accountId } = alice;
  const blob = await putBlob(message);
  const envelope = { mailFrom: 'alice@crepes.fr', recipients: [{ address: 'bob@peer.example' }], smtputf8: true };
  await submitMessage({ accountId, blob, size: message.length, subject: '', record: false, ...envelope });
  const worker = new QueueWorker();
  await worker.drain();
  await worker.stop();
  expect(peer.messages).toHaveLength(1);
  return Buffer.from(peer.messages[0]?.data ?? '', 'latin1');
}

test('what our queue sends passes with both keys at dkimpy, and at OpenDKIM', async () => {
  const sent = await sendToPeer();
  expect(sent.toString()).toMatch(/^DKIM-Signature: [^]*^DKIM-Signature: /m);
  expect(await dkimpy(sent)).toEqual(['True', 'True']);
  const said = await openDkim(sent);
  expect(said).toMatch(/dkim=pass header\.d=crepes\.fr [^;]*header\.a=ed25519-sha256/);
  expect(said).toMatch(/dkim=pass \(2048-bit key[^)]*\) header\.d=crepes\.fr [^;]*header\.a=rsa-sha256/);
});

test('signatures of dkimpy with RSA and Ed25519 pass here; those of OpenDKIM with SHA-1 are seen through', async () => {
  const message = file('letter.eml', letter);
  const keyOf = { rsa: rsaFile, ed25519: file('ed.key', `${seedEd}\n`) };
  for (const [kind, selector] of [
    ['rsa', 'r'],
    ['ed25519', 'e'],
  ] as const) {
    const script = `
import sys, dkim
m = open(sys.argv[1], 'rb').read(); k = open(sys.argv[2], 'rb').read()
sys.stdout.buffer.write(dkim.sign(m, b'${selector}', b'tools.example', k.strip() if '${kind}' == 'ed25519' else k, canonicalize=(b'relaxed', b'simple'), signature_algorithm=b'${kind}-sha256'))`;
    const { stdout, stderr } = await runTool('/usr/bin/python3', ['-c', script, message, keyOf[kind]]);
    expect(stderr).toBe('');
    expect((await judge(Buffer.concat([Buffer.from(stdout), letter]))).dkim).toMatchObject([
      { selector, result: 'pass', domain: 'tools.example' },
    ]);
  }
  const signed = await runTool('opendkim-testmsg', ['-C', '-d', 'tools.example', '-s', 'r', '-k', rsaFile], { input: letter.toString() });
  expect(signed.stdout).toMatch(/^DKIM-Signature: /);
  const theirs = Buffer.from(signed.stdout.replaceAll(/\r?\n/g, '\r\n'));
  // It signs with SHA-1, which nobody is to believe any more (RFC 8301 §3.1): right, and of no use.
  expect((await judge(theirs)).dkim).toMatchObject([{ selector: 'r', result: 'policy' }]);
  expect((await judge(Buffer.from(theirs.toString().replace('Hi  there', 'Hi there you')))).dkim).toMatchObject([{ result: 'fail' }]);
});

test('a chain of seals, one by dkimpy, then one by us: each side accepts it', async () => {
  const auth = 'tools.example; spf=pass smtp.mailfrom=a@tools.example; dmarc=pass header.from=tools.example';
  const script = `
import sys, dkim
m = open(sys.argv[1], 'rb').read(); k = open(sys.argv[2], 'rb').read()
sys.stdout.buffer.write(b''.join(dkim.arc_sign(m, b'r', b'tools.example', k, b'tools.example')))`;
  const stamped = Buffer.concat([Buffer.from(`Authentication-Results: ${auth}\r\n`), letter]);
  const seal = await runTool('/usr/bin/python3', ['-c', script, file('stamped.eml', stamped), rsaFile]);
  expect(seal.stderr).toBe('');
  const once = Buffer.concat([Buffer.from(seal.stdout.replaceAll(/\r?\n/g, '\r\n')), stamped]);
  const verdict = await judge(once);
  expect(verdict.arc).toEqual({ result: 'pass', sealer: 'tools.example', vouched: true });
  const { prefix } = await prepareForward({
    auth: verdict,
    mailFrom: '',
    prefix: Buffer.from(verdict.headers),
    message: once,
    domain: 'crepes.fr',
  });
  const twice = Buffer.concat([prefix, once]);
  expect(twice.toString()).toMatch(/^ARC-Seal: i=2;/m);
  expect(await dkimpy(twice, true)).toEqual(['pass']);
  expect((await judge(twice)).arc).toMatchObject({ result: 'pass', sealer: 'crepes.fr' });
});
