/** The second factor of a log-in: the sealed secret of its one-time passwords, and recovery codes. */
import { inTransaction, rows } from '../database.ts';

/** Sealed; null when there is none. */
export async function getTotpSecret(userId: number): Promise<string | null> {
  const [found] = await rows<{ secret: string | null }>('select totp_secret as secret from app_user where user_id = $1', [userId]);
  return found?.secret ?? null;
}

/** SCRAM's keys of the password go: from now on the password signs in nowhere but in a browser. */
export function setTotpSecret(userId: number, sealed: string): Promise<void> {
  return inTransaction(async (client) => {
    await client.query('update app_user set totp_secret = $2, totp_step = 0 where user_id = $1', [userId, sealed]);
    await client.query('delete from scram_key where user_id = $1 and app_id is null', [userId]);
  });
}

/** True once for each step, and never for one before the last that was used. */
export async function takeTotpStep(userId: number, step: number): Promise<boolean> {
  const found = await rows('update app_user set totp_step = $2 where user_id = $1 and totp_step < $2 returning 1', [userId, step]);
  return found.length === 1;
}

/** One-time passwords and recovery codes; with `passkeys` those as well. */
export function removeSecondFactor(userId: number, { passkeys }: { passkeys: boolean }): Promise<void> {
  return inTransaction(async (client) => {
    await client.query('update app_user set totp_secret = null, totp_step = 0 where user_id = $1', [userId]);
    await client.query('delete from recovery_code where user_id = $1', [userId]);
    if (passkeys) await client.query('delete from passkey where user_id = $1', [userId]);
  });
}

/** Those before them work no more. */
export function putRecoveryCodes(userId: number, lookups: Buffer[]): Promise<void> {
  return inTransaction(async (client) => {
    await client.query('delete from recovery_code where user_id = $1', [userId]);
    await client.query('insert into recovery_code (user_id, lookup) select $1, unnest($2::bytea[])', [userId, lookups]);
  });
}

/** Each works once. */
export async function takeRecoveryCode(userId: number, lookup: Buffer): Promise<boolean> {
  return (await rows('delete from recovery_code where user_id = $1 and lookup = $2 returning 1', [userId, lookup])).length === 1;
}

export async function countRecoveryCodes(userId: number): Promise<number> {
  const [found] = await rows<{ count: number }>('select count(*) as count from recovery_code where user_id = $1', [userId]);
  return found?.count ?? 0;
}
