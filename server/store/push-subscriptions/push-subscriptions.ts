/** Push subscriptions of a log-in (RFC 8620 §7.2). One is seen only with the credentials that made it, and dies with them. */
import { rows } from '../database.ts';

/** Whose they are: a user, signed in by an app password (its id) or by the account's own means (null). */
export interface Credential {
  userId: number;
  accountId: number;
  sessionVersion: number;
  appId: number | null;
}

export interface PushSubscription {
  pushId: number;
  deviceClientId: string;
  types: string[] | null;
  verificationCode: string;
  verifiedAt: Date | null;
  expiresAt: Date;
}
export interface NewPushSubscription {
  deviceClientId: string;
  url: string;
  keys: { p256dh: string; auth: string } | null;
  types: string[] | null;
  verificationCode: string;
  expiresAt: Date;
}

const columns = `push_id as "pushId", device_client_id as "deviceClientId", types, verification_code as "verificationCode",
  verified_at as "verifiedAt", expires_at as "expiresAt"`;
const own = 'user_id = $1 and session_version = $2 and app_id is not distinct from $3 and expires_at > now()';
const ownerOf = ({ userId, sessionVersion, appId }: Credential) => [userId, sessionVersion, appId];

export function listPushSubscriptions(credential: Credential): Promise<PushSubscription[]> {
  return rows(`select ${columns} from push_subscription where ${own} order by push_id`, ownerOf(credential));
}

/** Its verification is sent by whoever delivers pushes. */
export async function createPushSubscription(credential: Credential, wanted: NewPushSubscription): Promise<PushSubscription> {
  const [made] = await rows<PushSubscription>(
    `insert into push_subscription (user_id, session_version, app_id, account_id, device_client_id, url, p256dh, auth, types,
       verification_code, expires_at, sent_state)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce((select modseq from account_state where account_id = $4), 0)
     returning ${columns}`,
    [
      ...[...ownerOf(credential), credential.accountId, wanted.deviceClientId, wanted.url, wanted.keys?.p256dh ?? null],
      ...[wanted.keys?.auth ?? null, wanted.types, wanted.verificationCode, wanted.expiresAt],
    ],
  );
  if (!made) throw new Error('the subscription was not made');
  return made;
}

/** False when there is no such subscription. */
export async function updatePushSubscription(
  credential: Credential,
  { pushId, types, verifiedAt, expiresAt }: PushSubscription,
): Promise<boolean> {
  const changed = await rows(
    `update push_subscription set types = $5, verified_at = $6, expires_at = $7, next_at = now()
     where ${own} and push_id = $4 returning push_id`,
    [...ownerOf(credential), pushId, types, verifiedAt, expiresAt],
  );
  return changed.length > 0;
}

/** Its address and keys are gone with it. */
export async function destroyPushSubscription(credential: Credential, pushId: number): Promise<boolean> {
  const gone = await rows(`delete from push_subscription where ${own} and push_id = $4 returning push_id`, [
    ...ownerOf(credential),
    pushId,
  ]);
  return gone.length > 0;
}
