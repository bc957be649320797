/** S/MIME against openssl: what it signed and encrypted is verified and opened, what we sign and encrypt is verified and opened by it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../in-english.ts';
import { readCertificates } from '#client/crypto/certificate.ts';
import { wrappingOf } from '#client/crypto/mime.ts';
import type { NewKey } from '#client/crypto/new-key.ts';
import { encryptEnvelope, openOpaque, signDetached, smimeRecipients, verifySigned } from '#client/crypto/smime.ts';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { writeEntity } from '#lib/message/write-entity.ts';
import { needTool } from './needed-program.ts';

let folder: string;
let alice: NewKey;
let bob: NewKey;

const at = (name: string) => path.join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
const bytesOf = (name: string) => new Uint8Array(readFileSync(at(name)));
const known = (key: NewKey, trusted = true): CryptoKey => ({
  ...{ id: key.id, kind: 'smime', emails: key.emails, publicKey: key.publicKey, secret: null, source: 'file', trusted },
  ...{ encryptByDefault: false, createdAt: '2026-11-21T00:00:00Z' },
});
const entity = writeEntity({ type: 'text/plain', body: { text: 'Der Ofen ist heiß.\n' } }, () => 'b');

function makePerson(name: string, ...algorithm: string[]): void {
  openssl('req', '-x509', '-newkey', ...algorithm, '-nodes', '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`), '-days', '30',
    '-subj', `/CN=${name}`, '-addext', `subjectAltName=email:${name}@smime.test`); // prettier-ignore
  openssl('pkcs12', '-export', '-inkey', at(`${name}.key`), '-in', at(`${name}.crt`), '-out', at(`${name}.p12`), '-passout', 'pass:hungry');
}

beforeAll(async () => {
  needTool('openssl', 'openssl');
  folder = mkdtempSync(path.join(tmpdir(), 'smime-'));
  makePerson('alice', 'rsa:2048');
  makePerson('bob', 'rsa:2048');
  alice = await readCertificates(bytesOf('alice.p12'), 'hungry');
  bob = await readCertificates(bytesOf('bob.p12'), 'hungry');
  writeFileSync(at('entity'), entity);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a PKCS #12 file gives the certificate, its address and the key; not with a wrong password', async () => {
  expect(alice.emails).toEqual(['alice@smime.test']);
  expect(alice.secretKey).toContain('PRIVATE KEY');
  const print = openssl('x509', '-in', at('alice.crt'), '-noout', '-fingerprint', '-sha256').toString();
  expect(alice.id).toBe(`smime-${print.split('=')[1]?.trim().replaceAll(':', '').toLowerCase()}`);
  await expect(readCertificates(bytesOf('alice.p12'), 'thirsty')).rejects.toThrow();
  expect(await readCertificates(bytesOf('bob.crt'), '')).toMatchObject({ id: bob.id, secretKey: null });
});

test('what openssl signed apart is verified; one letter changed, it is not', async () => {
  openssl('cms', '-sign', '-binary', '-in', at('entity'), '-signer', at('alice.crt'), '-inkey', at('alice.key'), '-out', at('signed.eml'));
  const check = async (bytes: Uint8Array<ArrayBuffer>, keys: CryptoKey[], from = 'alice@smime.test') => {
    const wrapped = wrappingOf(bytes);
    if (wrapped?.kind !== 'smimeSigned') throw new Error('not signed');
    return verifySigned(wrapped.signature, wrapped.signed, keys, from);
  };
  const message = bytesOf('signed.eml');
  expect(await check(message, [])).toMatchObject({ status: 'untrusted', signer: 'alice@smime.test', found: { id: alice.id } });
  expect(await check(message, [known(alice)])).toMatchObject({ status: 'good', keyId: alice.id });
  expect(await check(message, [], 'eve@smime.test')).toMatchObject({ status: 'otherSender' });
  const changed = new TextEncoder().encode(new TextDecoder('latin1').decode(message).replace('Ofen', 'Opfe'));
  expect(await check(changed, [known(alice)])).toMatchObject({ status: 'bad' });
});

test('what openssl signed with the text inside', async () => {
  openssl(
    'cms',
    '-sign',
    '-nodetach',
    '-binary',
    '-in',
    at('entity'),
    '-signer',
    at('alice.crt'),
    '-inkey',
    at('alice.key'),
    '-out',
    at('opaque.eml'),
  );
  const wrapped = wrappingOf(bytesOf('opaque.eml'));
  if (wrapped?.kind !== 'smimeOpaque') throw new Error('not opaque');
  expect(await smimeRecipients(wrapped.content, [known(alice)])).toBeNull();
  const opened = await openOpaque(wrapped.content, null, [known(alice)], 'alice@smime.test');
  expect(new TextDecoder().decode(opened.entity)).toBe(entity);
  expect(opened).toMatchObject({ wasEncrypted: false, signature: { status: 'good' } });
});

test.each([
  ['RSA as most programs do it', []],
  ['RSA-OAEP', ['-keyopt', 'rsa_padding_mode:oaep']],
])('what openssl encrypted is opened by its recipient alone: %s', async (_, options) => {
  openssl('cms', '-encrypt', '-binary', '-aes256', '-in', at('entity'), '-out', at('sealed.eml'), '-recip', at('bob.crt'), ...options);
  const wrapped = wrappingOf(bytesOf('sealed.eml'));
  if (wrapped?.kind !== 'smimeOpaque') throw new Error('not encrypted');
  expect(await smimeRecipients(wrapped.content, [known(alice), known(bob)])).toMatchObject([{ id: bob.id }]);
  const opened = await openOpaque(wrapped.content, { key: known(bob), secret: bob.secretKey ?? '' }, [], 'alice@smime.test');
  expect(new TextDecoder().decode(opened.entity)).toBe(entity);
  await expect(openOpaque(wrapped.content, { key: known(alice), secret: alice.secretKey ?? '' }, [], '')).rejects.toThrow();
});

test('what we sign is verified by openssl', async () => {
  writeFileSync(at('ours.p7s'), await signDetached(entity, known(alice), alice.secretKey ?? ''));
  const verified = openssl(
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    at('ours.p7s'),
    '-content',
    at('entity'),
    '-CAfile',
    at('alice.crt'),
  );
  expect(verified.toString()).toBe(entity);
});

test('what we encrypt is opened by openssl, for each of the recipients', async () => {
  const sealed = await encryptEnvelope(entity, [known(alice), known(bob)]);
  expect(new TextDecoder('latin1').decode(sealed)).not.toContain('Ofen');
  writeFileSync(at('ours.p7m'), sealed);
  for (const name of ['alice', 'bob'])
    expect(
      openssl(
        'cms',
        '-decrypt',
        '-binary',
        '-inform',
        'DER',
        '-in',
        at('ours.p7m'),
        '-recip',
        at(`${name}.crt`),
        '-inkey',
        at(`${name}.key`),
      ).toString(),
    ).toBe(entity);
});
