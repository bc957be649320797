/** The keys that sign the mail of our domains. Their secrets are stored as they come: encrypted. */
import type { Outcome } from '../contract.ts';
import { database, rows } from '../database.ts';
import { normaliseDomain } from './addresses.ts';

export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256';
/** `new` waits until its record is seen in DNS; `retired` signs no more, but its record stays for what is under way. */
export type DkimState = 'new' | 'signing' | 'retired';
const states: readonly DkimState[] = ['new', 'signing', 'retired'];

export interface NewDkimKey {
  selector: string;
  algorithm: DkimAlgorithm;
  /** Base64, as in the record's `p=`. */
  publicKey: string;
  /** Encrypted. */
  secret: Buffer;
  state: DkimState;
}
export interface DkimKey extends NewDkimKey {
  domain: string;
  createdAt: Date;
  retiredAt: Date | null;
}

/** With `onlyFirst`, none are added to a domain that has keys: two processes may want to give it its first. */
export async function addDkimKeys(domain: string, keys: NewDkimKey[], { onlyFirst = false } = {}): Promise<Outcome<null>> {
  const { rowCount } = await database().pool.query(
    `with d as (select domain_id from domain where name = $1 for update)
     insert into dkim_key (domain_id, selector, algorithm, public_key, secret, state)
     select d.domain_id, k.* from d, unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::smallint[]) k
     where not ($7 and exists (select from dkim_key o where o.domain_id = d.domain_id))
     on conflict do nothing`,
    [
      normaliseDomain(domain),
      keys.map(({ selector }) => selector),
      keys.map(({ algorithm }) => algorithm),
      keys.map(({ publicKey }) => publicKey),
      keys.map(({ secret }) => secret),
      keys.map(({ state }) => states.indexOf(state)),
      onlyFirst,
    ],
  );
  return rowCount === keys.length ? { ok: true, value: null } : { ok: false, reason: 'alreadyExists' };
}

/** Oldest first; of one domain when it is named. */
export async function listDkimKeys(domain?: string): Promise<DkimKey[]> {
  const found = await rows<Omit<DkimKey, 'state'> & { state: number }>(
    `select d.name as domain, k.selector, k.algorithm, k.public_key as "publicKey", k.secret, k.state, k.created_at as "createdAt",
       k.retired_at as "retiredAt"
     from dkim_key k join domain d using (domain_id) where $1::text is null or d.name = $1 order by d.name, k.created_at, k.selector`,
    [domain === undefined ? null : normaliseDomain(domain)],
  );
  return found.map(({ state, ...key }) => ({ ...key, state: states[state] ?? 'retired' }));
}

/** All of them at once: what one key stops doing the next has begun. */
export async function setDkimState(domain: string, selectors: string[], state: DkimState): Promise<void> {
  await rows(
    `update dkim_key k set state = $3::smallint, retired_at = case when $3::smallint = 2 then now() end
     from domain d where d.domain_id = k.domain_id and d.name = $1 and k.selector = any($2)`,
    [normaliseDomain(domain), selectors, states.indexOf(state)],
  );
}

export async function deleteDkimKeys(domain: string, selectors: string[]): Promise<void> {
  await rows(`delete from dkim_key k using domain d where d.domain_id = k.domain_id and d.name = $1 and k.selector = any($2)`, [
    normaliseDomain(domain),
    selectors,
  ]);
}
