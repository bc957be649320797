/** SCRAM-SHA-256's keys of passwords (RFC 7677): made where a password is at hand, which is when it is set or used. */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { saslPrep } from '#lib/sasl/prep.ts';
import { scramKeys, type ScramHash, type ScramKeys } from '#lib/sasl/scram.ts';
import { getScramRecord, putScramKeys } from '#server/store/index.ts';

const derive = promisify(pbkdf2);

export const sha256: ScramHash = {
  hash: (data) => createHash('sha256').update(data).digest(),
  hmac: (key, data) => createHmac('sha256', key).update(data).digest(),
  equal: (one, other) => one.length === other.length && timingSafeEqual(one, other),
};

export async function keysOf(password: string, { salt, rounds }: { salt: Uint8Array; rounds: number }): Promise<ScramKeys> {
  return scramKeys(await derive(saslPrep(password), salt, rounds, 32, 'sha256'), sha256);
}

/** After the password of this log-in was set, or was seen to be right: nothing happens when its keys are there. */
export async function keepScramKeys(login: string, password: string): Promise<void> {
  const record = await getScramRecord(login);
  if (!record || record.keys.some(({ appId }) => appId === null)) return;
  await putScramKeys(record.userId, null, [await keysOf(password, record)]);
}

/** As it is shown, and as it is without its hyphens. */
export async function keepAppScramKeys(login: string, appId: number, shown: string): Promise<void> {
  const record = await getScramRecord(login);
  if (!record) return;
  const spellings = [...new Set([shown, shown.replaceAll('-', '')])];
  await putScramKeys(record.userId, appId, await Promise.all(spellings.map((spelling) => keysOf(spelling, record))));
}
