/** A secret key enciphered with a passphrase, so that the server can keep it without being able to read it (lib/crypto/sealed.ts). */
import { leastIterations } from '#lib/crypto/least-iterations.ts';
import type { Sealed } from '#lib/crypto/sealed.ts';

export async function seal(secret: string, passphrase: string, iterations = leastIterations): Promise<Sealed> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(passphrase, salt, iterations, 'encrypt');
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(secret));
  return { v: 1, iterations, salt: base64(salt), iv: base64(iv), data: base64(new Uint8Array(data)) };
}

/** Null: that is not the passphrase (or the data was changed). */
export async function unseal({ iterations, salt, iv, data }: Sealed, passphrase: string): Promise<string | null> {
  const key = await keyOf(passphrase, octets(salt), iterations, 'decrypt');
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: octets(iv) }, key, octets(data)));
  } catch {
    return null;
  }
}

async function keyOf(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
  use: 'encrypt' | 'decrypt',
): Promise<globalThis.CryptoKey> {
  // The same passphrase typed on another keyboard is the same (RFC 8265 §4.1: NFC is what passwords are compared in).
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase.normalize('NFC')), 'PBKDF2', false, [
    'deriveKey',
  ]);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, { name: 'AES-GCM', length: 256 }, false, [
    use,
  ]);
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8190) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 8190)));
  return text;
}

export const octets = (text: string) => Uint8Array.from(atob(text.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
