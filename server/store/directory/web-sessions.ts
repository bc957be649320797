/** The browsers in which people are signed in. One lives as long as its cookie, 30 days, or until it or the user's session version ends. */
import { database, rows } from '../database.ts';
import { announceCredentials } from '../push/announce.ts';

export interface WebSession {
  sessionId: string;
  createdAt: Date;
  /** At most five minutes old. */
  seenAt: Date;
  address: string;
  agent: string;
}
const days = 30;

export async function createWebSession(
  user: { userId: number; sessionVersion: number },
  from: { address: string; agent: string },
): Promise<string> {
  await rows(`delete from web_session where user_id = $1 and (created_at < now() - interval '${days} days' or session_version <> $2)`, [
    user.userId,
    user.sessionVersion,
  ]);
  const [made] = await rows<{ id: string }>(
    'insert into web_session (user_id, session_version, address, agent) values ($1, $2, $3, $4) returning session_id as id',
    [user.userId, user.sessionVersion, from.address, from.agent.replaceAll('\0', '')],
  );
  return made?.id ?? '';
}

/** False when it has been ended. Notes the use, at most every five minutes; `address` '' leaves what is known. */
export async function seeWebSession(sessionId: string, userId: number, address: string): Promise<boolean> {
  const [found] = await rows<{ stale: boolean }>(
    `select s.seen_at < now() - interval '5 minutes' or (s.address <> $3 and $3 <> '') as stale from web_session s
     join app_user u on u.user_id = s.user_id and u.session_version = s.session_version
     where s.session_id = $1 and s.user_id = $2`,
    [sessionId, userId, address],
  );
  if (found?.stale)
    await database().pool.query(
      "update web_session set seen_at = now(), address = coalesce(nullif($2, ''), address) where session_id = $1",
      [sessionId, address],
    );
  return found !== undefined;
}

/** The one used last comes first. */
export function listWebSessions(userId: number): Promise<WebSession[]> {
  return rows(
    `select s.session_id as "sessionId", s.created_at as "createdAt", s.seen_at as "seenAt", s.address, s.agent from web_session s
     join app_user u on u.user_id = s.user_id and u.session_version = s.session_version
     where s.user_id = $1 and s.created_at > now() - interval '${days} days' order by s.seen_at desc`,
    [userId],
  );
}

export async function endWebSession(userId: number, sessionId: string): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/.test(sessionId)) return false;
  const { rowCount } = await database().pool.query('delete from web_session where user_id = $1 and session_id = $2', [userId, sessionId]);
  if (rowCount === 1) announceCredentials(userId);
  return rowCount === 1;
}
