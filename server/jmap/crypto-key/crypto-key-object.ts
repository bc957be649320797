/** What a CryptoKey may be: the server holds no secret that it could read. */
import { z } from 'zod';
import { keyKinds, keySources, type CryptoKey } from '#lib/crypto/crypto-key.ts';
import { sealedShape } from '#lib/crypto/sealed.ts';
import type { StoredCryptoKey } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { shaped } from '../errors.ts';
import { id } from '../shapes.ts';

const email = z
  .string()
  .max(320)
  .regex(/^[^@\s]+@[^@\s]+$/)
  .refine((address) => address === address.toLowerCase());
const publicKey = z
  .string()
  .max(100_000)
  .regex(/^-----BEGIN (?:PGP PUBLIC KEY BLOCK|CERTIFICATE)-----[\s\S]+$/)
  .refine((text) => !/PRIVATE KEY/.test(text), 'a private key');

const changeable = {
  emails: z.array(email).min(1).max(50),
  publicKey,
  secret: sealedShape.nullable(),
  trusted: z.boolean(),
  encryptByDefault: z.boolean(),
};
const whole = z.strictObject({
  ...changeable,
  id,
  kind: z.enum(keyKinds),
  source: z.enum(keySources),
  secret: changeable.secret.default(null),
  trusted: changeable.trusted.default(false),
  encryptByDefault: changeable.encryptByDefault.default(false),
});
const patch = z.strictObject(changeable).partial();

export const cryptoKeyProperties = ['id', 'kind', 'emails', 'publicKey', 'secret', 'source', 'trusted', 'encryptByDefault', 'createdAt'];

const explained = 'A secret key is taken only enciphered with a passphrase (docs/jmap.md); a public one armored or as PEM.';

/** Throws SetRefusal. */
export const readCryptoKey = (given: Record<string, unknown>) => shaped(whole, given, explained);

/** Throws SetRefusal. */
export const readCryptoKeyPatch = (given: Record<string, unknown>) => shaped(patch, given, explained);

export function cryptoKeyObject({ keyId, createdAt, ...rest }: StoredCryptoKey): CryptoKey {
  return { ...(rest as Omit<CryptoKey, 'id' | 'createdAt'>), id: keyId, createdAt: toUtcDate(createdAt) };
}
