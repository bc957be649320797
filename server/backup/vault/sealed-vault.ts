/**
 * Objects enciphered with AES-256-GCM under a key that scrypt makes of the passphrase (RFC 7914). The name of an object is authenticated
 * with it, so that none can be put in the place of another; names and sizes can be seen.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { BackupFault, type Vault } from './vault.ts';

/** The one object in clear: what is needed to make the key. */
const lockName = 'vault.json';
const lockShape = z.object({ format: z.literal(1), salt: z.string().nullable() });
const work = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

/** The vault as it is to be read and written: with a passphrase enciphered. Throws BackupFault for a wrong or missing one. */
export async function unlock(vault: Vault, passphrase: string | null, { fresh }: { fresh: boolean }): Promise<Vault> {
  const there = !fresh && (await vault.list(lockName)).length > 0;
  if (!there) {
    if (!fresh && (await vault.list('snapshots/')).length > 0) throw new BackupFault(`${lockName} is missing: the backup is not whole.`);
    const salt = passphrase === null ? null : randomBytes(16).toString('base64url');
    await vault.put(lockName, Buffer.from(JSON.stringify({ format: 1, salt })));
    return salt === null || passphrase === null ? vault : sealed(vault, await keyOf(passphrase, salt));
  }
  const { salt } = lockShape.parse(JSON.parse((await vault.get(lockName)).toString('utf8')));
  if (salt === null) {
    if (passphrase !== null) throw new BackupFault('This backup is not enciphered: leave the passphrase out, or begin one in a new place.');
    return vault;
  }
  if (passphrase === null)
    throw new BackupFault('This backup is enciphered: give its passphrase (--passphrase-file or BACKUP_PASSPHRASE).');
  return sealed(vault, await keyOf(passphrase, salt));
}

function keyOf(passphrase: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64url'), 32, work, (error, key) => (error ? reject(error) : resolve(key))),
  );
}

function sealed(vault: Vault, key: Buffer): Vault {
  return {
    ...vault,
    put: (name, bytes) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return vault.put(name, Buffer.concat([nonce, cipher.getAuthTag(), body]));
    },
    get: async (name) => {
      const bytes = await vault.get(name);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(name));
      decipher.setAuthTag(bytes.subarray(12, 28));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      } catch {
        throw new BackupFault(`${name} cannot be deciphered: the passphrase is not the one of this backup, or the object was changed.`);
      }
    },
  };
}
