/** Sign-up: what each domain allows, invitations, and what has been made, for the limits. */
import { inTransaction, rows } from '../database.ts';

export type SignupMode = 'closed' | 'invite' | 'open';
export interface SignupPolicy {
  domain: string;
  mode: SignupMode;
  quotaBytes: number | null;
  perDay: number;
  terms: string;
}
export interface Invitation {
  invitationId: number;
  domain: string;
  note: string;
  usesLeft: number;
  madeBy: string;
  createdAt: Date;
  expiresAt: Date;
}
const policy = `select d.name as domain, coalesce(p.mode, $1) as mode, p.quota_bytes as "quotaBytes", coalesce(p.per_day, 50) as "perDay",
    coalesce(p.terms, '') as terms from domain d left join signup_policy p using (domain_id)`;

/** Of every domain; `otherwise` where nothing was said. */
export function listSignupPolicies(otherwise: SignupMode): Promise<SignupPolicy[]> {
  return rows(`${policy} order by d.name`, [otherwise]);
}

export async function getSignupPolicy(domain: string, otherwise: SignupMode): Promise<SignupPolicy | null> {
  return (await rows<SignupPolicy>(`${policy} where d.name = $2`, [otherwise, domain]))[0] ?? null;
}

export async function setSignupPolicy({ domain, mode, quotaBytes, perDay, terms }: SignupPolicy): Promise<boolean> {
  const found = await rows(
    `insert into signup_policy (domain_id, mode, quota_bytes, per_day, terms) select domain_id, $2, $3, $4, $5 from domain where name = $1
     on conflict (domain_id) do update set mode = $2, quota_bytes = $3, per_day = $4, terms = $5 returning 1`,
    [domain, mode, quotaBytes, perDay, terms],
  );
  return found.length > 0;
}

const invitation = `select i.invitation_id as "invitationId", d.name as domain, i.note, i.uses_left as "usesLeft", i.made_by as "madeBy",
    i.created_at as "createdAt", i.expires_at as "expiresAt" from invitation i join domain d using (domain_id)`;

/** Those that still work, newest first. */
export function listInvitations(domain: string): Promise<Invitation[]> {
  return rows(`${invitation} where d.name = $1 and i.uses_left > 0 and i.expires_at > now() order by i.invitation_id desc`, [domain]);
}

export async function findInvitation(lookup: Buffer): Promise<Invitation | null> {
  return (await rows<Invitation>(`${invitation} where i.lookup = $1 and i.uses_left > 0 and i.expires_at > now()`, [lookup]))[0] ?? null;
}

export async function createInvitation(wanted: {
  domain: string;
  lookup: Buffer;
  note: string;
  uses: number;
  madeBy: string;
  expiresAt: Date;
}): Promise<boolean> {
  const { domain, lookup, note, uses, madeBy, expiresAt } = wanted;
  const made = await rows(
    `insert into invitation (domain_id, lookup, note, uses_left, made_by, expires_at)
     select domain_id, $2, $3, $4, $5, $6 from domain where name = $1 returning 1`,
    [domain, lookup, note, uses, madeBy, expiresAt],
  );
  return made.length > 0;
}

export async function revokeInvitation(domain: string, invitationId: number): Promise<boolean> {
  const found = await rows(
    'delete from invitation i using domain d where d.domain_id = i.domain_id and d.name = $1 and i.invitation_id = $2 returning 1',
    [domain, invitationId],
  );
  return found.length > 0;
}

const perAddressAndDay = 3;

/** Counts it against the limits and the invitation before the account is made; says which of them stands in the way. */
export function takeSignup(wanted: {
  domain: string;
  email: string;
  remoteAddress: string;
  proof: Buffer;
  perDay: number;
  invitationId: number | null;
}): Promise<'ok' | 'tooMany' | 'used'> {
  const { domain, email, remoteAddress, proof, perDay, invitationId } = wanted;
  return inTransaction(async (client) => {
    // One after the other for a domain, so that two at once do not both see the last place.
    await client.query('select from domain where name = $1 for update', [domain]);
    const { rows: counts } = await client.query<{ ofDomain: number; ofAddress: number }>(
      `select (select count(*)::int from signup s join domain d using (domain_id) where d.name = $1 and s.at > now() - interval '1 day') as "ofDomain",
         (select count(*)::int from signup where remote_address = $2 and at > now() - interval '1 day') as "ofAddress"`,
      [domain, remoteAddress],
    );
    const { ofDomain = 0, ofAddress = 0 } = counts[0] ?? {};
    if (ofDomain >= perDay || (invitationId === null && ofAddress >= perAddressAndDay)) return 'tooMany';
    if (invitationId !== null) {
      const text = 'update invitation set uses_left = uses_left - 1 where invitation_id = $1 and uses_left > 0';
      if (!(await client.query(text, [invitationId])).rowCount) return 'used';
    }
    const { rowCount } = await client.query(
      `insert into signup (domain_id, email, remote_address, proof) select domain_id, $2, $3, $4 from domain where name = $1
       on conflict (proof) do nothing`,
      [domain, email, remoteAddress, proof],
    );
    if (rowCount) return 'ok';
    if (invitationId !== null)
      await client.query('update invitation set uses_left = uses_left + 1 where invitation_id = $1', [invitationId]);
    return 'used';
  });
}
