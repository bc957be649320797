/** Passkeys (WebAuthn): public keys of authenticators that people sign in with. */
import { database, rows } from '../database.ts';

export interface NewPasskey {
  credentialId: Uint8Array;
  label: string;
  publicKey: Uint8Array;
  counter: number;
  transports: string[];
}
export interface Passkey extends NewPasskey {
  userId: number;
  credentialId: Buffer;
  publicKey: Buffer;
  createdAt: Date;
  usedAt: Date | null;
}
const select = `select credential_id as "credentialId", user_id as "userId", label, public_key as "publicKey", counter, transports,
  created_at as "createdAt", used_at as "usedAt" from passkey`;

export async function addPasskey(userId: number, key: NewPasskey): Promise<void> {
  await rows(
    `insert into passkey (credential_id, user_id, label, public_key, counter, transports) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [Buffer.from(key.credentialId), userId, key.label, Buffer.from(key.publicKey), key.counter, key.transports],
  );
}

export function listPasskeys(userId: number): Promise<Passkey[]> {
  return rows(`${select} where user_id = $1 order by created_at`, [userId]);
}

export async function findPasskey(credentialId: Uint8Array): Promise<Passkey | null> {
  return (await rows<Passkey>(`${select} where credential_id = $1`, [Buffer.from(credentialId)]))[0] ?? null;
}

export async function notePasskeyUse(credentialId: Uint8Array, counter: number): Promise<void> {
  await rows('update passkey set counter = $2, used_at = now() where credential_id = $1', [Buffer.from(credentialId), counter]);
}

export async function removePasskey(userId: number, credentialId: Uint8Array): Promise<boolean> {
  const { rowCount } = await database().pool.query('delete from passkey where user_id = $1 and credential_id = $2', [
    userId,
    Buffer.from(credentialId),
  ]);
  return rowCount === 1;
}
