/** Keys of an account: kept once, changed, removed; never a secret that the server could read; nobody else's. */
import { beforeAll, expect, test } from 'vitest';
import { TestUser } from './client.ts';

let alice: TestUser;
let bob: TestUser;
beforeAll(async () => {
  [alice, bob] = await Promise.all([TestUser.make('alice@keys.test'), TestUser.make('bob@keys.test')]);
});

const publicKey = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEZ\n-----END PGP PUBLIC KEY BLOCK-----\n';
const secret = { v: 1, iterations: 600_000, salt: 'AAAAAAAAAAAAAAAAAAAAAA==', iv: 'AAAAAAAAAAAAAAAA', data: 'A'.repeat(64) };
const key = { id: 'openpgp-00aa', kind: 'openpgp', emails: ['alice@keys.test'], publicKey, secret, source: 'own', trusted: true };

test('a key is kept, found, changed and removed; the same one once', async () => {
  expect(await alice.call('CryptoKey/set', { create: { k: key } })).toMatchObject({
    created: { k: { id: 'openpgp-00aa' } },
    notCreated: null,
  });
  expect(await alice.call('CryptoKey/set', { create: { k: key } })).toMatchObject({
    notCreated: { k: { type: 'alreadyExists', existingId: 'openpgp-00aa' } },
  });
  expect(await alice.call('CryptoKey/get', { ids: null })).toMatchObject({ list: [{ ...key, encryptByDefault: false }] });
  expect(await bob.call('CryptoKey/get', { ids: null })).toMatchObject({ list: [] });
  const update = { 'openpgp-00aa': { encryptByDefault: true, emails: ['a@keys.test', 'b@keys.test'] } };
  expect(await alice.call('CryptoKey/set', { update })).toMatchObject({ updated: { 'openpgp-00aa': null } });
  expect(await alice.call('CryptoKey/get', { ids: ['openpgp-00aa'], properties: ['emails', 'encryptByDefault', 'trusted'] })).toMatchObject(
    {
      list: [{ id: 'openpgp-00aa', emails: ['a@keys.test', 'b@keys.test'], encryptByDefault: true, trusted: true }],
    },
  );
  expect(await bob.call('CryptoKey/set', { destroy: ['openpgp-00aa'] })).toMatchObject({
    notDestroyed: { 'openpgp-00aa': { type: 'notFound' } },
  });
  expect(await alice.call('CryptoKey/set', { destroy: ['openpgp-00aa'] })).toMatchObject({ destroyed: ['openpgp-00aa'] });
});

test.each([
  ['a secret in clear', { secret: '-----BEGIN PGP PRIVATE KEY BLOCK-----' }, 'secret'],
  ['a passphrase too cheap to guess', { secret: { ...secret, iterations: 1000 } }, 'secret'],
  ['more than the envelope', { secret: { ...secret, passphrase: 'hungry' } }, 'secret'],
  ['a private key as the public one', { publicKey: publicKey.replaceAll('PUBLIC', 'PRIVATE') }, 'publicKey'],
  ['both in one', { publicKey: `${publicKey}-----BEGIN PGP PRIVATE KEY BLOCK-----` }, 'publicKey'],
  ['an address in upper case', { emails: ['Alice@keys.test'] }, 'emails'],
  ['an unknown kind', { kind: 'rot13' }, 'kind'],
])('%s is refused', async (_, wrong, property) => {
  expect(await alice.call('CryptoKey/set', { create: { k: { ...key, ...wrong } } })).toMatchObject({
    created: null,
    notCreated: { k: { type: 'invalidProperties', properties: [property] } },
  });
});

test('a directory that cannot be reached, or is not public, has no key', async () => {
  expect(await alice.call('CryptoKey/lookup', { email: 'x@no-such-domain.test' })).toMatchObject({ key: null });
  expect(await alice.failure('CryptoKey/lookup', { email: 'nobody' })).toMatchObject({ type: 'invalidArguments' });
});
