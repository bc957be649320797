/** Opening what is encrypted and judging what is signed, however it is wrapped, also one in the other. */
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { wrappingOf } from './mime.ts';
import { ownKeys, secretOf } from './keyring.ts';
import { decrypt, recipientsOf, verify } from './openpgp.ts';
import { NoKeyError, type Opened } from './signature.ts';

const deepest = 4;

/**
 * Null: it is wrapped in nothing. Throws NoKeyError when no key of the account opens it, LockedError when the person did not give the
 * passphrase.
 */
export async function openMessage(
  bytes: Uint8Array<ArrayBuffer>,
  from: string,
  keys: readonly CryptoKey[],
  depth = 0,
): Promise<Opened | null> {
  const wrapping = depth < deepest ? wrappingOf(bytes) : null;
  if (!wrapping) return null;
  const outer = await unwrap(wrapping, from, keys);
  const inner = await openMessage(outer.entity, from, keys, depth + 1);
  if (!inner) return outer;
  return { entity: inner.entity, wasEncrypted: outer.wasEncrypted || inner.wasEncrypted, signature: outer.signature ?? inner.signature };
}

export class LockedError extends Error {}

async function unwrap(wrapping: NonNullable<ReturnType<typeof wrappingOf>>, from: string, keys: readonly CryptoKey[]): Promise<Opened> {
  switch (wrapping.kind) {
    case 'pgpEncrypted':
      return openPgp(wrapping.armored, from, keys);
    case 'pgpSigned':
      return { entity: wrapping.signed, wasEncrypted: false, signature: await verify(wrapping.signed, wrapping.armored, keys, from) };
    case 'smimeSigned': {
      const { verifySigned } = await import('./smime.ts');
      return {
        entity: wrapping.signed,
        wasEncrypted: false,
        signature: await verifySigned(wrapping.signature, wrapping.signed, keys, from),
      };
    }
    case 'smimeOpaque': {
      const { openOpaque, smimeRecipients } = await import('./smime.ts');
      const mine = await smimeRecipients(wrapping.content, ownKeys(keys));
      if (mine === null) return openOpaque(wrapping.content, null, keys, from);
      return openOpaque(wrapping.content, await secretFor(mine), keys, from);
    }
  }
}

export async function openPgp(armored: string, from: string, keys: readonly CryptoKey[]): Promise<Opened> {
  const { secret } = await secretFor(await recipientsOf(armored, ownKeys(keys)));
  return decrypt(armored, [secret], keys, from);
}

async function secretFor(mine: readonly CryptoKey[]): Promise<{ key: CryptoKey; secret: string }> {
  if (mine.length === 0) throw new NoKeyError();
  const found = await secretOf(mine);
  if (!found) throw new LockedError();
  return found;
}
