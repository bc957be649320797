/** Encrypts what the database keeps for this installation alone: AES-256-GCM under a key derived from the secret in DATA_DIR. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { config } from '#server/config/config.ts';

const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', config().secret, '', `posthorn ${purpose}`, 32));

/** Nonce, tag, ciphertext. */
export function seal(text: string, purpose: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws when it was sealed under another secret. */
export function open(sealed: Uint8Array, purpose: string): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

/** A keyed hash that only this installation can make. */
export const keyedHash = (text: string, purpose: string): Buffer => createHmac('sha256', keyFor(purpose)).update(text).digest();
