/** Keys of domains, what is signed with them, how they give way to the next, and what is forwarded. */
import { dkimVerify } from 'mailauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodePart } from '#lib/message/parts.ts';
import { renderMessage } from '#lib/message/render.ts';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { createDomain, listDkimKeys } from '#server/store/index.ts';
import { advanceDkimKeys, ensureDkimKeys, forgetSigningKeys, recordName, recordValue, rotateDkimKeys } from './dkim-keys.ts';
import { originalSender, prepareForward } from './forward.ts';
import { askDns, forgetAnswers } from './look-up.ts';
import { signMessage } from './sign.ts';
import { verifySender } from './verify.ts';

let zone: ZoneServer;
beforeAll(async () => {
  zone = await startZoneServer({ records: [] });
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'mx.crepes.fr', DNS_SERVER: `127.0.0.1:${zone.port}`, POSTHORN_SECRET: 'of this test' },
    ARC_TRUSTED_SEALERS: 'crepes.fr',
  });
  forgetConfig();
  await createDomain('crepes.fr');
  await ensureDkimKeys('crepes.fr');
});
afterAll(() => zone.stop());
beforeEach(() => {
  forgetSigningKeys();
  forgetAnswers();
});

async function publish(): Promise<void> {
  for (const key of await listDkimKeys('crepes.fr'))
    if (!zone.records.some(({ name }) => name === recordName(key)))
      zone.records.push({ name: recordName(key), type: 'TXT', data: recordValue(key) });
  forgetAnswers();
}
const statesOf = async () => (await listDkimKeys('crepes.fr')).map(({ algorithm, state }) => `${algorithm} ${state}`);
const message = (from: string, body = 'Grüße\r\n') =>
  Buffer.from(`From: ${from}\r\nTo: bob@hamburger.edu\r\nSubject: s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`);
const verdicts = async (bytes: Buffer) =>
  (await dkimVerify(bytes, { resolver: askDns, strict: true })).results.map(({ algo, status }) => `${algo} ${status.result}`);

test('a domain gets a key of each kind, once, and the record is found by others', async () => {
  await ensureDkimKeys('crepes.fr');
  expect(await statesOf()).toEqual(['ed25519-sha256 signing', 'rsa-sha256 signing']);
  await publish();
  const signed = await signMessage(message('Alice <alice@crepes.fr>'));
  expect(await verdicts(signed)).toEqual(['rsa-sha256 pass', 'ed25519-sha256 pass'].sort());
});

test('what is signed is 7-bit, and a letter more breaks it', async () => {
  const signed = await signMessage(message('alice@sub.crepes.fr'));
  expect(signed.every((octet) => octet < 128)).toBe(true);
  expect(signed.toString()).toContain('d=crepes.fr');
  expect(await verdicts(Buffer.from(signed.toString().replace('Gr=', 'Gr ='))).then((all) => new Set(all))).toEqual(
    new Set(['rsa-sha256 fail', 'ed25519-sha256 fail']),
  );
});

test('no line is longer than every server takes; what is encoded is not encoded twice, what is signed by others stays', async () => {
  const long = 'x'.repeat(5000);
  const part = (header: string, body: string) => `--b\r\n${header}\r\n\r\n${body}\r\n`;
  const base64 = Buffer.from(long).toString('base64');
  const head = 'From: alice@crepes.fr\r\nSubject: s\r\nMIME-Version: 1.0\r\n';
  const mixed = Buffer.from(
    `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part('Content-Type: text/html', `<p>a=b ${long}</p>`)}${part('Content-Type: image/png\r\nContent-Transfer-Encoding: base64', base64)}${part('Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable', `=C3=A9 ${long} \u00e9`)}--b--\r\n`,
  );
  const signed = await signMessage(mixed);
  const longest = (bytes: Buffer) => {
    const lines = bytes.toString('latin1').split('\r\n');
    return Math.max(...lines.map((line) => line.length));
  };
  expect(longest(signed)).toBeLessThanOrEqual(998);
  expect(longest(await signMessage(Buffer.from(`${head}\r\n${long}\r\n`)))).toBeLessThanOrEqual(998); // ASCII alone is not enough
  expect(signed.every((octet) => octet < 128)).toBe(true);
  const { root } = renderMessage(signed);
  const texts = (root.children ?? []).map((child) => Buffer.from(decodePart(signed, child).bytes).toString());
  expect(texts).toEqual([`<p>a=b ${long}</p>`, long, `é ${long} é`]);
  const seal = part('Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64', 'AAAA');
  const secured = Buffer.from(
    `${head}Content-Type: multipart/signed; boundary=b\r\n\r\n${part('Content-Type: text/plain', long)}${seal}--b--\r\n`,
  );
  expect((await signMessage(secured)).subarray(-secured.length).equals(secured)).toBe(true);
});

test('mail of others is not touched', async () => {
  const theirs = message('x@elsewhere.example');
  expect(await signMessage(theirs)).toBe(theirs);
});

test('what a mailing list of ours sends for others is signed as its sender, and its body stays as it was', async () => {
  const theirs = Buffer.concat([Buffer.from('Sender: <boat@crepes.fr>\r\n'), message('x@elsewhere.example')]);
  const signed = await signMessage(theirs);
  expect(signed.subarray(-theirs.length).equals(theirs)).toBe(true);
  expect(new Set(await verdicts(signed))).toEqual(new Set(['rsa-sha256 pass', 'ed25519-sha256 pass']));
});

test('the secret in the database is of no use without ours', async () => {
  process.env.POSTHORN_SECRET = 'another';
  forgetConfig();
  const own = message('alice@crepes.fr');
  expect(await signMessage(own)).toBe(own);
  process.env.POSTHORN_SECRET = 'of this test';
  forgetConfig();
});

test('new keys wait for their records, then sign; the old retire and are deleted a month later', async () => {
  const before = (await listDkimKeys('crepes.fr')).map(({ selector }) => selector);
  expect(await rotateDkimKeys('crepes.fr')).toHaveLength(2);
  expect(await rotateDkimKeys('crepes.fr')).toBeNull();
  await advanceDkimKeys();
  expect((await statesOf()).filter((state) => state.endsWith('new'))).toHaveLength(2);
  await publish();
  await advanceDkimKeys();
  const keys = await listDkimKeys('crepes.fr');
  expect(keys.filter(({ state }) => state === 'retired').map(({ selector }) => selector)).toEqual(before);
  const signed = await signMessage(message('alice@crepes.fr'));
  expect(new Set(await verdicts(signed))).toEqual(new Set(['rsa-sha256 pass', 'ed25519-sha256 pass']));
  for (const selector of before) expect(signed.toString()).not.toContain(`s=${selector};`);
  await advanceDkimKeys(new Date(Date.now() + 31 * 24 * 3_600_000));
  expect(await statesOf()).toEqual(['ed25519-sha256 signing', 'rsa-sha256 signing']);
});

test('what is forwarded has a seal that the next server believes, and a return path that leads back', async () => {
  zone.records.push(
    { name: 'sender.example', type: 'TXT', data: 'v=spf1 ip4:192.0.2.1 -all' },
    { name: '_dmarc.sender.example', type: 'TXT', data: 'v=DMARC1; p=reject' },
  );
  const bytes = message('anna@sender.example');
  const auth = await verifySender({ remoteAddress: '192.0.2.1', helo: 'sender.example', mailFrom: 'anna@sender.example', message: bytes });
  expect(auth.dmarc?.result).toBe('pass');
  const prefix = Buffer.from(`${auth.headers}Received: by mx.crepes.fr; Sat, 21 Nov 2026 08:00:00 +0000\r\n`);
  const forward = await prepareForward({ auth, mailFrom: 'anna@sender.example', prefix, message: bytes, domain: 'crepes.fr' });
  expect(forward.mailFrom).toMatch(/^SRS0=[0-9a-z]{8}=[a-z2-7]{2}=sender\.example=anna@crepes\.fr$/);
  expect(originalSender(forward.mailFrom)).toBe('anna@sender.example');
  expect(originalSender(forward.mailFrom.replace('anna', 'mary'))).toBeNull();
  const there = await verifySender({
    ...{ remoteAddress: '198.51.100.7', helo: 'mx.crepes.fr', mailFrom: forward.mailFrom },
    message: Buffer.concat([forward.prefix, bytes]),
  });
  expect(there).toMatchObject({ dmarc: { result: 'fail' }, arc: { result: 'pass', sealer: 'crepes.fr', vouched: true } });
});

test('senders of ours and the null sender keep their return path', async () => {
  const of = { auth: null, prefix: Buffer.alloc(0), message: Buffer.alloc(0), domain: 'crepes.fr' };
  expect((await prepareForward({ ...of, mailFrom: 'alice@crepes.fr' })).mailFrom).toBe('alice@crepes.fr');
  expect((await prepareForward({ ...of, mailFrom: '' })).mailFrom).toBe('');
});

test('nothing can be added that would be shown in place of what was signed', async () => {
  const signed = await signMessage(message('Alice <alice@crepes.fr>'));
  expect(new Set(await verdicts(signed))).toEqual(new Set(['rsa-sha256 pass', 'ed25519-sha256 pass']));
  for (const field of [
    'From: Boss <boss@crepes.fr>',
    'Subject: other',
    'To: x@y.example',
    'Date: Sat, 21 Nov 2026 08:00:00 +0000',
    'Cc: c@d.example',
  ])
    for (const forged of [
      Buffer.concat([Buffer.from(`${field}\r\n`), signed]),
      Buffer.from(signed.toString().replace(/\r\n\r\n/, `\r\n${field}\r\n\r\n`)),
    ])
      expect(new Set(await verdicts(forged)), field).toEqual(new Set(['rsa-sha256 fail', 'ed25519-sha256 fail']));
  const listed = Buffer.concat([
    Buffer.from('Sender: list@lists.example\r\nList-Id: <l.example>\r\nReply-To: list@lists.example\r\n'),
    signed,
  ]);
  expect(new Set(await verdicts(listed))).toEqual(new Set(['rsa-sha256 pass', 'ed25519-sha256 pass']));
});

test('a domain in other letters signs, whichever way its author writes it', async () => {
  await createDomain('bücher.example');
  await ensureDkimKeys('xn--bcher-kva.example');
  forgetSigningKeys();
  for (const from of ['anna@bücher.example', 'anna@xn--bcher-kva.example', 'anna@sub.BÜCHER.example'])
    expect((await signMessage(message(from))).toString('latin1'), from).toContain('d=xn--bcher-kva.example;');
});
