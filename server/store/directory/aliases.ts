/**
 * Aliases: addresses here whose mail goes to other addresses, here or elsewhere. `*@domain` is the catch-all of a domain: it gets what no
 * other address there takes.
 */
import type { Outcome } from '../contract.ts';
import { database, rows } from '../database.ts';
import { normaliseDomain, parseAddress } from './addresses.ts';

export interface Alias {
  address: string;
  targets: string[];
}
const mostTargets = 1000;

/** Replaces the targets of an alias that is there. `notFound`: the domain is not ours; `alreadyExists`: an account has the address. */
export async function addAlias(address: string, targets: string[]): Promise<Outcome<Alias>> {
  const parsed = parseAddress(address);
  const goals = targets.map(parseAddress);
  if (!parsed || goals.length === 0 || goals.length > mostTargets) return { ok: false, reason: 'invalidName' };
  const emails = [...new Set(goals.map((goal) => goal?.email))];
  if (emails.includes(undefined) || emails.includes(parsed.email)) return { ok: false, reason: 'invalidName' };
  const domain = await database().prisma.domain.findUnique({ where: { name: parsed.domain } });
  if (!domain) return { ok: false, reason: 'notFound' };
  const { rowCount } = await database().pool.query(
    `insert into address as a (domain_id, localpart, targets) values ($1, $2, $3)
     on conflict (domain_id, localpart) do update set targets = excluded.targets where a.account_id is null and a.kind = 0`,
    [domain.domainId, parsed.localpart, emails],
  );
  return rowCount ? { ok: true, value: { address: parsed.email, targets: emails as string[] } } : { ok: false, reason: 'alreadyExists' };
}

/** By address; of one domain when it is named. */
export function listAliases(domain?: string): Promise<Alias[]> {
  return rows(
    `select a.localpart || '@' || d.name as address, a.targets from address a join domain d using (domain_id)
     where a.account_id is null and a.kind = 0 and ($1::text is null or d.name = $1) order by d.name, a.localpart`,
    [domain === undefined ? null : normaliseDomain(domain)],
  );
}

export async function removeAlias(address: string): Promise<Outcome<null>> {
  const parsed = parseAddress(address);
  if (!parsed) return { ok: false, reason: 'notFound' };
  const { rowCount } = await database().pool.query(
    `delete from address a using domain d
     where d.domain_id = a.domain_id and d.name = $1 and a.localpart = $2 and a.account_id is null and a.kind = 0`,
    [parsed.domain, parsed.localpart],
  );
  return rowCount ? { ok: true, value: null } : { ok: false, reason: 'notFound' };
}
