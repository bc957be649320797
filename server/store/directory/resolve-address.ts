/** What RCPT TO looks up: one step from an address to an account, to an alias's targets, or to nowhere. */
import { readListAddress } from '#lib/lists/list-address.ts';
import { withoutQuotes } from '#lib/smtp/path.ts';
import type { Posting, Resolved } from '../contract.ts';
import { hotRows, rows } from '../database.ts';
import { together } from '../together.ts';
import { noteMaskUse } from '../masks/masked-addresses.ts';
import { normaliseDomain, parseAddress, withoutSubaddress } from './addresses.ts';

interface Found {
  localpart: string | null;
  kind: number;
  posting: Posting;
  targets: string[] | null;
  accountId: number | null;
  email: string | null;
  disabled: boolean;
  overQuota: boolean;
}

/** What there is in that domain under one of these names, or its catch-all. */
const find = together(async (questions: { domain: string; localparts: (string | null)[] }[]): Promise<Found[][]> => {
  const found = await hotRows<Found & { n: number }>(
    `select n, localpart, kind, posting, targets, account_id as "accountId", email, disabled, over_quota as "overQuota"
     from f_find_addresses($1, $2, $3, $4)`,
    [questions.map(({ domain }) => domain), ...[0, 1, 2].map((at) => questions.map(({ localparts }) => localparts[at]))],
  );
  const byQuestion = Map.groupBy(found, ({ n }) => n);
  return questions.map((_, index) => byQuestion.get(index + 1) ?? []);
});

/**
 * One step only: delivery follows an alias's targets, to a depth that it limits itself. `bob+lists` goes to bob unless it is an address
 * of its own, `list-request` to the list; what is nobody's goes to the domain's catch-all, `*`. An account is over its quota when what it holds has reached it: one
 * message may exceed it.
 */
export async function resolveAddress(email: string): Promise<Resolved> {
  const address = parseAddress(withoutQuotes(email));
  if (!address) return { kind: (await isOfOurs(email)) ? 'unknown' : 'remote' };
  const base = withoutSubaddress(address.localpart);
  const list = readListAddress(address.localpart).list;
  const found = await find({ domain: address.domain, localparts: [address.localpart, base, list] });
  if (found.length === 0) return { kind: 'remote' };
  const at = (localpart: string | null) => found.find((one) => one.localpart !== null && one.localpart === localpart);
  const hit = at(address.localpart) ?? at(base) ?? found.find((one) => one.kind === 3 && one.localpart === list);
  if (!hit && isReserved(address.localpart)) return toAdministrators();
  const taken = hit ?? at('*');
  if (!taken) return { kind: 'unknown' };
  if (taken.accountId === null)
    return { kind: 'alias', targets: taken.targets ?? [], ...(taken.posting ? { posting: taken.posting } : {}) };
  const { accountId, disabled, overQuota } = taken;
  if (taken.kind === 2) await noteMaskUse(accountId, address.email);
  return { kind: 'account', accountId, email: taken.email ?? address.email, disabled, overQuota };
}

/** What is no name that a mailbox here may have is nobody's, but nobody's elsewhere either. */
async function isOfOurs(email: string): Promise<boolean> {
  const domain = normaliseDomain(email.slice(email.lastIndexOf('@') + 1));
  return domain !== null && (await find({ domain, localparts: [null, null, null] })).length > 0;
}

/** RFC 5321 §4.5.1: every domain has a postmaster; RFC 2142 §4: and an abuse address. */
export const isReserved = (localpart: string): boolean => localpart === 'postmaster' || localpart === 'abuse';

/** Without an address of their own, or when nobody gets their mail: the administrators. */
export async function toAdministrators(): Promise<Resolved> {
  const found = await rows<{ email: string }>(
    `select a.email from account a join app_user u using (account_id)
     where u.is_admin and u.disabled_at is null and a.disabled_at is null order by a.account_id`,
  );
  return found.length > 0 ? { kind: 'alias', targets: found.map(({ email }) => email) } : { kind: 'unknown' };
}

/** Every address its user may send as: the account's own, masked ones, then aliases that point to it alone. */
export async function accountAddresses(accountId: number): Promise<string[]> {
  const found = await rows<{ address: string }>(
    `with own as (
       select a.localpart || '@' || d.name as address, a.kind, a.localpart || '@' || d.name = c.email as main
       from address a join domain d using (domain_id) join account c using (account_id) where a.account_id = $1)
     select address from (
       select address, case when main then 0 when kind = 2 then 3 else 1 end as rank from own
       union all
       select a.localpart || '@' || d.name, 2 from address a join domain d using (domain_id)
       where a.account_id is null and a.localpart <> '*' and a.targets <> '{}' and a.targets <@ array(select address from own)) x
     order by rank, address`,
    [accountId],
  );
  return found.map(({ address }) => address);
}
