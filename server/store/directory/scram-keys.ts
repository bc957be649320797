/** What SCRAM needs of a log-in: its salt, and the keys of its password and of its app passwords. */
import { database, rows } from '../database.ts';

export interface ScramRecord {
  userId: number;
  salt: Buffer;
  rounds: number;
  /** `appId` null: the account's own password, left out while a second factor is asked for. */
  keys: { storedKey: Buffer; serverKey: Buffer; appId: number | null }[];
}

/** Null when there is no such log-in. Keys of what is revoked or has expired are left out. */
export async function getScramRecord(login: string): Promise<ScramRecord | null> {
  const found = await rows<Omit<ScramRecord, 'keys'> & { storedKey: Buffer | null; serverKey: Buffer; appId: number | null }>(
    `select u.user_id as "userId", u.scram_salt as salt, u.scram_rounds as rounds, k.stored_key as "storedKey",
       k.server_key as "serverKey", k.app_id as "appId"
     from app_user u left join scram_key k on k.user_id = u.user_id and case when k.app_id is null then u.totp_secret is null
       else exists (select 1 from app_password p where p.app_id = k.app_id and p.revoked_at is null
         and (p.expires_at is null or p.expires_at > now())) end
     where u.login = $1`,
    [login.trim().normalize('NFC').toLowerCase()],
  );
  const [first] = found;
  if (!first) return null;
  const keys = found.flatMap(({ storedKey, serverKey, appId }) => (storedKey ? [{ storedKey, serverKey, appId }] : []));
  return { userId: first.userId, salt: first.salt, rounds: first.rounds, keys };
}

/** The keys of the password (`appId` null) take the place of those before; those of an app password are added. */
export async function putScramKeys(
  userId: number,
  appId: number | null,
  keys: { storedKey: Uint8Array; serverKey: Uint8Array }[],
): Promise<void> {
  await database().pool.query(
    `with gone as (delete from scram_key where user_id = $1 and app_id is null and $2::int is null and stored_key <> all($3))
     insert into scram_key (user_id, app_id, stored_key, server_key) select $1, $2, * from unnest($3::bytea[], $4::bytea[])
     on conflict do nothing`,
    [userId, appId, keys.map(({ storedKey }) => Buffer.from(storedKey)), keys.map(({ serverKey }) => Buffer.from(serverKey))],
  );
}

/** An app password was used: noted at most once an hour. */
export async function noteAppPasswordUse(appId: number): Promise<void> {
  const text = `update app_password set used_at = now() where app_id = $1 and coalesce(used_at < now() - interval '1 hour', true)`;
  await database().pool.query(text, [appId]);
}
