/**
 * OpenPGP against gpg: what gpg encrypted and signed is opened and verified, what we encrypt and sign is opened and verified by gpg, and keys
 * go both ways.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pgpEncryptedEntity, pgpSignedEntity, wrappingOf } from '#client/crypto/mime.ts';
import {
  decrypt,
  encrypt,
  exportSecret,
  generateKey,
  readKeys,
  recipientsOf,
  sign,
  verify,
  verifyCleartext,
} from '#client/crypto/openpgp.ts';
import type { NewKey } from '#client/crypto/new-key.ts';
import { NoKeyError } from '#client/crypto/signature.ts';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { writeEntity } from '#lib/message/write-entity.ts';
import { needTool } from './needed-program.ts';

let home: string;
let ours: NewKey;
let theirs: NewKey;

const gpg = (args: string[], input?: string | Buffer) =>
  execFileSync('gpg', ['--homedir', home, '--batch', '--yes', '--quiet', '--trust-model', 'always', ...args], {
    ...(input === undefined ? {} : { input }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
const known = (key: NewKey, trusted = true): CryptoKey => ({
  ...{ id: key.id, kind: 'openpgp', emails: key.emails, publicKey: key.publicKey, secret: null, source: 'file', trusted },
  ...{ encryptByDefault: false, createdAt: '2026-11-21T00:00:00Z' },
});
const entity = writeEntity({ type: 'text/plain', body: { text: 'Der Ofen ist heiß.\nFrom here on.\n' } }, () => 'b');

beforeAll(async () => {
  needTool('gpg', 'gnupg');
  home = mkdtempSync(path.join(tmpdir(), 'pgp-'));
  gpg(['--passphrase', '', '--quick-generate-key', 'Bob Keller <bob@gpg.test>', 'default', 'default', 'never']);
  const [key] = await readKeys(gpg(['--armor', '--export-secret-keys', 'bob@gpg.test']).toString(), '');
  if (!key) throw new Error('gpg exported no key');
  theirs = key;
  ours = await generateKey('Alice Martin', 'alice@crepes.test');
  gpg(['--import'], ours.publicKey);
});
afterAll(() => {
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
  rmSync(home, { recursive: true, force: true });
});

test('a key that we made is one that gpg can read, with its address and a way to encrypt', () => {
  const listed = gpg(['--with-colons', '--list-keys', 'alice@crepes.test']).toString();
  expect(listed).toContain('Alice Martin <alice@crepes.test>');
  expect(listed).toMatch(/^pub:[^:]*:(?:[^:]*:){9}[a-z]*[A-Z]*E/m);
  expect(listed.toLowerCase()).toContain(ours.id.slice('openpgp-'.length));
});

test('what gpg encrypted and signed is opened, and the signature is judged by what we know of the key', async () => {
  const armored = gpg(['--armor', '--sign', '--encrypt', '-u', 'bob@gpg.test', '-r', 'alice@crepes.test'], entity).toString();
  const message = new TextEncoder().encode(`From: bob@gpg.test\r\n${pgpEncryptedEntity(armored, 'x')}`);
  const wrapped = wrappingOf(message);
  expect(wrapped).toMatchObject({ kind: 'pgpEncrypted' });
  const inner = wrapped?.kind === 'pgpEncrypted' ? wrapped.armored : '';
  expect(await recipientsOf(inner, [known(theirs), known(ours)])).toMatchObject([{ id: ours.id }]);
  const secret = ours.secretKey ?? '';
  const opened = await decrypt(inner, [secret], [known(theirs)], 'Bob@gpg.test');
  expect(new TextDecoder().decode(opened.entity)).toBe(entity);
  expect(opened.signature).toMatchObject({ status: 'good', signer: 'bob@gpg.test' });
  expect((await decrypt(inner, [secret], [known(theirs, false)], 'bob@gpg.test')).signature).toMatchObject({ status: 'untrusted' });
  expect((await decrypt(inner, [secret], [known(theirs)], 'eve@gpg.test')).signature).toMatchObject({ status: 'otherSender' });
  expect((await decrypt(inner, [secret], [], 'bob@gpg.test')).signature).toMatchObject({ status: 'unknownKey' });
  await expect(decrypt(inner, [], [], 'bob@gpg.test')).rejects.toBeInstanceOf(NoKeyError);
  await expect(decrypt(inner, [theirs.secretKey ?? ''], [], 'bob@gpg.test')).rejects.toThrow();
});

test('what gpg signed apart is verified; one letter changed, it is not', async () => {
  const armored = gpg(['--armor', '--detach-sign', '-u', 'bob@gpg.test'], entity).toString();
  const check = async (text: string) => {
    const wrapped = wrappingOf(new TextEncoder().encode(`From: bob@gpg.test\r\n${pgpSignedEntity(text, armored, 'pgp-sha512', 'x')}`));
    if (wrapped?.kind !== 'pgpSigned') throw new Error('not signed');
    return verify(wrapped.signed, wrapped.armored, [known(theirs)], 'bob@gpg.test');
  };
  expect(await check(entity)).toMatchObject({ status: 'good', signer: 'bob@gpg.test' });
  expect(await check(entity.replace('Ofen', 'Opfen'))).toMatchObject({ status: 'bad' });
});

test('a text that gpg signed in clear', async () => {
  const armored = gpg(['--clearsign', '-u', 'bob@gpg.test'], 'In clear.\n- with a dash\n').toString();
  const { text, signature } = await verifyCleartext(armored, [known(theirs)], 'bob@gpg.test');
  expect(text).toContain('- with a dash');
  expect(signature.status).toBe('good');
});

test('what we encrypt and sign is opened and verified by gpg', async () => {
  const armored = await encrypt(entity, [known(theirs), known(ours)], ours.secretKey);
  expect(armored).not.toContain('Ofen');
  const file = path.join(home, 'message.asc');
  writeFileSync(file, armored);
  const status = gpg(['--status-fd', '1', '--output', path.join(home, 'plain'), '--decrypt', file]).toString();
  expect(status).toContain('DECRYPTION_OKAY');
  expect(status).toMatch(/GOODSIG [0-9A-F]+ Alice Martin <alice@crepes\.test>/);
  expect(gpg(['--decrypt', file]).toString()).toBe(entity);
});

test('what we sign apart is verified by gpg, with the hash that micalg names', async () => {
  const { armored, micalg } = await sign(entity, ours.secretKey ?? '');
  expect(micalg).toMatch(/^pgp-sha(?:256|384|512)$/);
  const [file, signature] = [path.join(home, 'signed'), path.join(home, 'signed.asc')];
  writeFileSync(file, entity);
  writeFileSync(signature, armored);
  expect(gpg(['--status-fd', '1', '--verify', signature, file]).toString()).toMatch(/GOODSIG [0-9A-F]+ Alice Martin/);
});

test('a secret key that we export is taken by gpg with its passphrase', async () => {
  const armored = await exportSecret(ours.secretKey ?? '', 'open sesame');
  expect(armored).toContain('PRIVATE KEY BLOCK');
  gpg(['--pinentry-mode', 'loopback', '--passphrase', 'open sesame', '--import'], armored);
  expect(gpg(['--with-colons', '--list-secret-keys', 'alice@crepes.test']).toString()).toMatch(/^sec:/m);
  await expect(readKeys(armored, 'wrong')).rejects.toThrow();
  expect(await readKeys(armored, 'open sesame')).toMatchObject([{ id: ours.id, emails: ['alice@crepes.test'] }]);
});
