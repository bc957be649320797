import { expect, test } from 'vitest';
import { sealedShape } from '#lib/crypto/sealed.ts';
import { seal, unseal } from './seal.ts';

test('comes back with the passphrase alone, and nothing of it can be read or changed', async () => {
  const secret = `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${'é'.repeat(20_000)}`;
  const sealed = await seal(secret, 'corréct horse');
  expect(sealedShape.safeParse(sealed).success).toBe(true);
  expect(JSON.stringify(sealed)).not.toContain('PRIVATE');
  expect(await unseal(sealed, 'corre\u0301ct horse')).toBe(secret);
  expect(await unseal(sealed, 'correct horse')).toBeNull();
  expect(
    await unseal(
      { ...sealed, data: `A${sealed.data.slice(1)}` === sealed.data ? `B${sealed.data.slice(1)}` : `A${sealed.data.slice(1)}` },
      'corréct horse',
    ),
  ).toBeNull();
  expect((await seal(secret, 'corréct horse')).data).not.toBe(sealed.data);
});
