/** The domains whose mail is taken here. */
import type { Outcome } from '../contract.ts';
import { database, rows } from '../database.ts';
import { normaliseDomain } from './addresses.ts';

export interface Domain {
  name: string;
  createdAt: Date;
  /** Addresses of accounts, and aliases, in it. */
  addresses: number;
}

export async function createDomain(name: string): Promise<Outcome<Domain>> {
  const ascii = normaliseDomain(name);
  if (ascii === null) return { ok: false, reason: 'invalidName' };
  const made = await rows<{ createdAt: Date }>(
    'insert into domain (name) values ($1) on conflict (name) do nothing returning created_at as "createdAt"',
    [ascii],
  );
  return made[0]
    ? { ok: true, value: { name: ascii, createdAt: made[0].createdAt, addresses: 0 } }
    : { ok: false, reason: 'alreadyExists' };
}

/** `name` as it is kept: ASCII, in small letters. */
export async function hasDomain(name: string): Promise<boolean> {
  return normaliseDomain(name) === name && (await rows('select from domain where name = $1', [name])).length > 0;
}

/** By name. Counts all addresses: whether there is one is for `hasDomain`. */
export async function listDomains(): Promise<Domain[]> {
  const found = await database().prisma.domain.findMany({ orderBy: { name: 'asc' }, include: { _count: { select: { addresses: true } } } });
  return found.map(({ name, createdAt, _count }) => ({ name, createdAt, addresses: _count.addresses }));
}

/** Refused with `notAllowed` while an account has its address there; aliases in it go with it. */
export async function removeDomain(name: string): Promise<Outcome<null>> {
  const ascii = normaliseDomain(name);
  const domain = ascii === null ? null : await database().prisma.domain.findUnique({ where: { name: ascii } });
  if (!domain) return { ok: false, reason: 'notFound' };
  const { rowCount } = await database().pool.query(
    `delete from domain d where domain_id = $1
     and not exists (select from address a where a.domain_id = d.domain_id and a.account_id is not null)`,
    [domain.domainId],
  );
  return rowCount ? { ok: true, value: null } : { ok: false, reason: 'notAllowed' };
}
