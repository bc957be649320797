/** Leave to look into an account's mail: asked with a reason, for a time, and written down where the owner sees it. */
import { rows } from '../database.ts';

export interface MailAccess {
  accountId: number;
  accessId: number;
  askedBy: string;
  reason: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  endedBy: string | null;
}
/** What was opened under it. */
export interface OpenedItem {
  accessId: number;
  kind: 'mailbox' | 'message';
  /** Of the mailbox or of the email. */
  objectId: number;
  /** The last time. */
  at: Date;
  times: number;
}
const columns = `account_id as "accountId", access_id as "accessId", asked_by as "askedBy", reason, created_at as "createdAt",
  expires_at as "expiresAt", ended_at as "endedAt", ended_by as "endedBy"`;

export async function askMailAccess(accountId: number, askedBy: string, reason: string, minutes: number): Promise<MailAccess> {
  const [made] = await rows<MailAccess>(
    `insert into mail_access (account_id, asked_by, reason, expires_at) values ($1, $2, $3, now() + make_interval(mins => $4))
     returning ${columns}`,
    [accountId, askedBy, reason, minutes],
  );
  if (!made) throw new Error('the access was not written');
  return made;
}

/** Of one account, the newest first; `live`: only those that hold now. */
export function listMailAccess(accountId: number, { live = false } = {}): Promise<MailAccess[]> {
  return rows<MailAccess>(
    `select ${columns} from mail_access where account_id = $1 and (not $2 or (ended_at is null and expires_at > now()))
     order by access_id desc limit 200`,
    [accountId, live],
  );
}

/** The one under which this person may look now. */
export async function liveMailAccess(accountId: number, askedBy: string): Promise<MailAccess | null> {
  return (await listMailAccess(accountId, { live: true })).find((access) => access.askedBy === askedBy) ?? null;
}

/** False when it had ended. */
export async function endMailAccess(accountId: number, accessId: number, endedBy: string): Promise<boolean> {
  const ended = await rows(
    `update mail_access set ended_at = now(), ended_by = $3
     where account_id = $1 and access_id = $2 and ended_at is null and expires_at > now() returning 1`,
    [accountId, accessId, endedBy],
  );
  return ended.length > 0;
}

/** Before it is shown: in one statement with the question whether it still may be. False: it may not. */
export async function noteOpened({ accountId, accessId }: MailAccess, kind: OpenedItem['kind'], objectId: number): Promise<boolean> {
  const noted = await rows(
    `insert into mail_access_opened (account_id, access_id, kind, object_id)
     select account_id, access_id, $3, $4 from mail_access
       where account_id = $1 and access_id = $2 and ended_at is null and expires_at > now()
     on conflict (account_id, access_id, kind, object_id) do update set at = now(), times = mail_access_opened.times + 1 returning 1`,
    [accountId, accessId, kind, objectId],
  );
  return noted.length > 0;
}

/** The latest first. */
export function openedByAccess(accountId: number): Promise<OpenedItem[]> {
  return rows<OpenedItem>(
    `select access_id as "accessId", kind, object_id as "objectId", at, times from mail_access_opened
     where account_id = $1 order by at desc limit 1000`,
    [accountId],
  );
}
