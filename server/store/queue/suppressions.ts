/** Addresses that other servers said do not exist: nothing is sent to them for a while, until somebody takes that back. */
import { rows } from '../database.ts';
import { storable } from '../storable.ts';

export interface Suppression {
  address: string;
  at: Date;
  expiresAt: Date;
  code: number;
  status: string;
  /** The server's words. */
  reply: string;
  host: string | null;
  /** Messages that were not sent because of it. */
  heldBack: number;
}

const columns = 'address, at, expires_at as "expiresAt", code, status, reply, host, held_back as "heldBack"';

export async function suppress(given: Omit<Suppression, 'heldBack'>): Promise<void> {
  const { address, at, expiresAt, code, status, reply, host } = given;
  await rows(
    `insert into suppression (address, at, expires_at, code, status, reply, host) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (address) do update set at = $2, expires_at = $3, code = $4, status = $5, reply = $6, host = $7`,
    [address.toLowerCase(), at, expiresAt, code, status, storable(reply).slice(0, 1000), host],
  );
}

export async function noteHeldBack(addresses: string[]): Promise<void> {
  await rows('update suppression set held_back = held_back + 1 where address = any($1)', [addresses]);
}

/** Latest first. */
export function listSuppressions({ search = '', limit = 500 }: { search?: string; limit?: number } = {}): Promise<Suppression[]> {
  return rows(`select ${columns} from suppression where expires_at > now() and strpos(address, $1) > 0 order by at desc limit $2`, [
    search.toLowerCase(),
    limit,
  ]);
}

export async function removeSuppression(address: string): Promise<boolean> {
  return (await rows('delete from suppression where address = $1 returning 1', [address.toLowerCase()])).length > 0;
}

export async function forgetSuppressions(now = new Date()): Promise<number> {
  return (await rows('delete from suppression where expires_at <= $1 returning 1', [now])).length;
}
