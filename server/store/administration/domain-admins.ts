/** Who administers which domain, beside those who administer the server. */
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';

export interface DomainAdmin {
  email: string;
  domain: string;
  createdAt: Date;
}

/** The domains that this user administers, by name. */
export async function domainsOfAdmin(userId: number): Promise<string[]> {
  const found = await rows<{ name: string }>(
    'select d.name from domain_admin a join domain d using (domain_id) where a.user_id = $1 order by d.name',
    [userId],
  );
  return found.map(({ name }) => name);
}

export function listDomainAdmins(): Promise<DomainAdmin[]> {
  return rows(
    `select u.login as email, d.name as domain, a.created_at as "createdAt"
     from domain_admin a join app_user u using (user_id) join domain d using (domain_id) order by d.name, u.login`,
  );
}

/** `notFound`: there is no such log-in or domain. */
export async function setDomainAdmin(login: string, domain: string, isAdmin: boolean): Promise<Outcome<null>> {
  const from = 'from app_user u, domain d where u.login = $1 and d.name = $2';
  const found = isAdmin
    ? await rows(
        `insert into domain_admin (user_id, domain_id) select u.user_id, d.domain_id ${from}
         on conflict (user_id, domain_id) do update set user_id = excluded.user_id returning 1`,
        [login, domain],
      )
    : await rows(
        `delete from domain_admin a using app_user u, domain d
         where a.user_id = u.user_id and a.domain_id = d.domain_id and u.login = $1 and d.name = $2 returning 1`,
        [login, domain],
      );
  return found.length > 0 ? { ok: true, value: null } : { ok: false, reason: 'notFound' };
}
