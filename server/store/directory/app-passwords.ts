/** App passwords: random tokens for programs, found by their SHA-256; shown once, revocable one by one. */
import type { Outcome } from '../contract.ts';
import { database, hotRows } from '../database.ts';
import { announceCredentials } from '../push/announce.ts';

export interface AppPassword {
  appId: number;
  label: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  usedAt: Date | null;
}

export async function createAppPassword(
  userId: number,
  wanted: { label: string; lookup: Buffer; scopes?: string[] | undefined; expiresAt?: Date | null | undefined },
): Promise<Outcome<AppPassword>> {
  const label = wanted.label.trim();
  if (label.length === 0 || label.length > 100) return { ok: false, reason: 'invalidName' };
  const row = await database().prisma.appPassword.create({
    data: {
      userId,
      label,
      lookup: new Uint8Array(wanted.lookup),
      expiresAt: wanted.expiresAt ?? null,
      ...(wanted.scopes ? { scopes: wanted.scopes } : {}),
    },
  });
  const { appId, scopes, createdAt, expiresAt, usedAt } = row;
  return { ok: true, value: { appId, label, scopes, createdAt, expiresAt, usedAt } };
}

/** Those not revoked, newest first. */
export function listAppPasswords(userId: number): Promise<AppPassword[]> {
  return database().prisma.appPassword.findMany({
    where: { userId, revokedAt: null },
    orderBy: { appId: 'desc' },
    select: { appId: true, label: true, scopes: true, createdAt: true, expiresAt: true, usedAt: true },
  });
}

export async function revokeAppPassword(userId: number, appId: number): Promise<Outcome<null>> {
  const { count } = await database().prisma.appPassword.updateMany({
    where: { userId, appId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (count > 0) announceCredentials(userId);
  return count > 0 ? { ok: true, value: null } : { ok: false, reason: 'notFound' };
}

/** By the SHA-256 of the token. Notes the use, at most once an hour. Null when unknown, revoked or expired. */
export async function findAppPassword(lookup: Buffer): Promise<{ appId: number; userId: number; scopes: string[] } | null> {
  const [found] = await hotRows<{ appId: number; userId: number; scopes: string[]; stale: boolean }>(
    `select app_id as "appId", user_id as "userId", scopes, coalesce(used_at < now() - interval '1 hour', true) as stale
     from app_password where lookup = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [lookup],
  );
  if (!found) return null;
  const { stale, ...app } = found;
  if (stale) await database().pool.query('update app_password set used_at = now() where app_id = $1', [app.appId]);
  return app;
}

/** Neither revoked nor expired. */
export async function appPasswordIsLive(appId: number): Promise<boolean> {
  const [found] = await hotRows<object>(
    'select 1 from app_password where app_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())',
    [appId],
  );
  return found !== undefined;
}
