/** Groups: addresses here whose mail goes to their members, with a name for people and a rule about who may write to them. */
import type { Outcome, Posting } from '../contract.ts';
import { database, rows } from '../database.ts';
import { parseAddress } from './addresses.ts';

export interface Group {
  address: string;
  name: string;
  members: string[];
  posting: Posting;
}
export interface GroupChange {
  name?: string | undefined;
  members?: string[] | undefined;
  posting?: Posting | undefined;
}
const mostMembers = 5000;

/** `notFound`: the domain is not ours; `alreadyExists`: the address is taken; `invalidName`: it, or a member, is no address. */
export async function createGroup(address: string, { name = '', members = [], posting = null }: GroupChange): Promise<Outcome<Group>> {
  const parsed = parseAddress(address);
  const emails = normalised(members);
  if (!parsed || parsed.localpart.includes('+') || parsed.localpart === '*' || !emails || emails.includes(parsed.email))
    return { ok: false, reason: 'invalidName' };
  const domain = await database().prisma.domain.findUnique({ where: { name: parsed.domain } });
  if (!domain) return { ok: false, reason: 'notFound' };
  const { rowCount } = await database().pool.query(
    `insert into address (domain_id, localpart, targets, kind, title, posting) values ($1, $2, $3, 1, $4, $5) on conflict do nothing`,
    [domain.domainId, parsed.localpart, emails, name, posting],
  );
  if (!rowCount) return { ok: false, reason: 'alreadyExists' };
  return { ok: true, value: { address: parsed.email, name, members: emails, posting } };
}

/** By address. */
export function listGroups(): Promise<Group[]> {
  return rows(`${select} order by d.name, a.localpart`);
}

export async function findGroup(address: string): Promise<Group | null> {
  const parsed = parseAddress(address);
  if (!parsed) return null;
  return (await rows<Group>(`${select} and d.name = $1 and a.localpart = $2`, [parsed.domain, parsed.localpart]))[0] ?? null;
}

export async function updateGroup(address: string, { name, members, posting }: GroupChange): Promise<Outcome<Group>> {
  const parsed = parseAddress(address);
  const emails = members && normalised(members);
  if (!parsed || (members && !emails) || emails?.includes(parsed.email)) return { ok: false, reason: 'invalidName' };
  await database().pool.query(
    `update address a set title = coalesce($3, title), targets = coalesce($4, targets), posting = case when $5 then $6 else posting end
     from domain d where d.domain_id = a.domain_id and d.name = $1 and a.localpart = $2 and a.kind = 1`,
    [parsed.domain, parsed.localpart, name ?? null, emails ?? null, posting !== undefined, posting ?? null],
  );
  const group = await findGroup(address);
  return group ? { ok: true, value: group } : { ok: false, reason: 'notFound' };
}

export async function removeGroup(address: string): Promise<Outcome<null>> {
  const parsed = parseAddress(address);
  if (!parsed) return { ok: false, reason: 'notFound' };
  const { rowCount } = await database().pool.query(
    'delete from address a using domain d where d.domain_id = a.domain_id and d.name = $1 and a.localpart = $2 and a.kind = 1',
    [parsed.domain, parsed.localpart],
  );
  return rowCount ? { ok: true, value: null } : { ok: false, reason: 'notFound' };
}

const select = `select a.localpart || '@' || d.name as address, coalesce(a.title, '') as name, a.targets as members, a.posting
  from address a join domain d using (domain_id) where a.kind = 1`;

/** Each once; null when one is no address. */
function normalised(members: readonly string[]): string[] | null {
  const emails = [...new Set(members.map((member) => parseAddress(member)?.email))];
  return emails.length <= mostMembers && emails.every((email) => email !== undefined) ? emails : null;
}
