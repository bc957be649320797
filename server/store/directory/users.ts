/** Log-ins: who may sign in, and whose mail they then read. */
import type { User } from '../contract.ts';
import { database, hotRows, rows } from '../database.ts';
import { announceCredentials } from '../push/announce.ts';

const select = `
  select u.user_id as "userId", u.login, u.account_id as "accountId", u.password as "passwordHash", u.is_admin as "isAdmin",
    u.session_version as "sessionVersion", u.totp_secret is not null as "hasSecondFactor", coalesce(u.disabled_at, a.disabled_at) as "disabledAt"
  from app_user u join account a using (account_id)`;

/** `disabledAt` is also set when the account is suspended. */
export async function getUserByLogin(login: string): Promise<User | null> {
  return (await hotRows<User>(`${select} where u.login = $1`, [login.trim().normalize('NFC').toLowerCase()]))[0] ?? null;
}

export async function getUser(userId: number): Promise<User | null> {
  return (await hotRows<User>(`${select} where u.user_id = $1`, [userId]))[0] ?? null;
}

/** By user id or log-in name. Ends every session made before, and SCRAM's keys of the old password. False when there is no such user. */
export async function setPassword(user: number | string, passwordHash: string): Promise<boolean> {
  const found = await rows<{ user_id: number }>(
    `with changed as (
       update app_user set password = $2, session_version = session_version + 1
       where ${typeof user === 'number' ? 'user_id' : 'login'} = $1 returning user_id),
     gone as (delete from scram_key k using changed c where k.user_id = c.user_id and k.app_id is null)
     select user_id from changed`,
    [typeof user === 'number' ? user : user.trim().normalize('NFC').toLowerCase(), passwordHash],
  );
  const [changed] = found;
  if (changed) announceCredentials(changed.user_id);
  return changed !== undefined;
}

/** Ends every session of this user ("sign out everywhere"). */
export async function endSessions(userId: number): Promise<void> {
  await database().pool.query('update app_user set session_version = session_version + 1 where user_id = $1', [userId]);
  announceCredentials(userId);
}

export async function noteLogin(userId: number): Promise<void> {
  await database().pool.query('update app_user set last_login_at = now() where user_id = $1', [userId]);
}
