/** Accounts by the page, for administrators: searched, filtered and sorted by the database, however many there are. */
import { rows } from '../database.ts';

export interface AccountQuery {
  /** In the address or the name. */
  text?: string | undefined;
  /** Only in these; null: everywhere. */
  domains: string[] | null;
  state?: 'active' | 'suspended' | undefined;
  role?: 'server' | 'domain' | undefined;
  /** The address after which this page begins. */
  after?: string | undefined;
  limit: number;
}
export interface FoundAccount {
  accountId: number;
  userId: number;
  email: string;
  display: string;
  isAdmin: boolean;
  /** Domains that its user administers. */
  administers: string[];
  disabledAt: Date | null;
  quotaBytes: number | null;
  usedBytes: number;
  usedMessages: number;
  hasSecondFactor: boolean;
  createdAt: Date;
  lastLoginAt: Date | null;
}

const select = `
  select a.account_id as "accountId", u.user_id as "userId", a.email, a.display, u.is_admin as "isAdmin",
    array(select d.name from domain_admin da join domain d using (domain_id) where da.user_id = u.user_id order by d.name) as administers,
    a.disabled_at as "disabledAt", a.quota_bytes as "quotaBytes", coalesce(s.used_bytes, 0) as "usedBytes",
    coalesce(s.used_msgs, 0) as "usedMessages", u.totp_secret is not null as "hasSecondFactor", a.created_at as "createdAt",
    u.last_login_at as "lastLoginAt"
  from account a join app_user u on u.login = a.email left join account_state s on s.account_id = a.account_id`;

export function searchAccounts({ text = '', domains, state, role, after, limit }: AccountQuery): Promise<FoundAccount[]> {
  return rows(
    `${select} where ($1 = '' or a.email ilike $2 or a.display ilike $2)
       and ($3::text[] is null or split_part(a.email, '@', 2) = any($3))
       and ($4::text is null or ($4 = 'suspended') = (a.disabled_at is not null))
       and ($5::text is null or case $5 when 'server' then u.is_admin else exists (select from domain_admin x where x.user_id = u.user_id) end)
       and ($6::text is null or a.email > $6)
     order by a.email limit $7`,
    [text, `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`, domains, state ?? null, role ?? null, after ?? null, limit],
  );
}

export async function findAccountForAdmin(email: string): Promise<FoundAccount | null> {
  return (await rows<FoundAccount>(`${select} where a.email = $1`, [email]))[0] ?? null;
}

export interface Totals {
  accounts: number;
  suspended: number;
  usedBytes: number;
  messages: number;
  /** Above nine tenths of their quota. */
  nearlyFull: number;
}

export async function accountTotals(domains: string[] | null): Promise<Totals> {
  const [found] = await rows<Totals>(
    `select count(*) as accounts, count(*) filter (where a.disabled_at is not null) as suspended, coalesce(sum(s.used_bytes), 0)::bigint as "usedBytes",
       coalesce(sum(s.used_msgs), 0) as messages, count(*) filter (where s.used_bytes > a.quota_bytes * 0.9) as "nearlyFull"
     from account a left join account_state s using (account_id) where $1::text[] is null or split_part(a.email, '@', 2) = any($1)`,
    [domains],
  );
  return found ?? { accounts: 0, suspended: 0, usedBytes: 0, messages: 0, nearlyFull: 0 };
}
