/** Accounts elsewhere whose mail is fetched: as their owner sets them up. The password is sealed before it comes here. */
import type { FetchProblemCode } from '#lib/fetch/problem.ts';
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { nextId, Refused, withAccount } from '../writes/with-account.ts';

export interface FetchProblem {
  code: FetchProblemCode;
  /** In the words of the other server, or of ours. */
  detail: string;
}
export interface FetchedAccount {
  fetchId: number;
  protocol: 'imap' | 'pop3';
  host: string;
  port: number;
  security: 'tls' | 'starttls';
  login: string;
  folder: string;
  mailboxId: number;
  leave: boolean;
  enabled: boolean;
  everyMinutes: number;
  nextAt: Date;
  lastAt: Date | null;
  isRunning: boolean;
  failures: number;
  problem: FetchProblem | null;
  fetched: number;
}
export type NewFetched = Pick<
  FetchedAccount,
  'protocol' | 'host' | 'port' | 'security' | 'login' | 'folder' | 'mailboxId' | 'leave' | 'enabled' | 'everyMinutes'
> & { secret: Buffer };
export type FetchedChange = Partial<NewFetched>;

const columns = `fetch_id as "fetchId", protocol, host, port, security, login, folder, mailbox_id as "mailboxId", leave, enabled,
  every_minutes as "everyMinutes", next_at as "nextAt", last_at as "lastAt", coalesce(lease_until > now(), false) as "isRunning", failures,
  problem, fetched`;

export function listFetched(accountId: number): Promise<FetchedAccount[]> {
  return rows(`select ${columns} from fetched_account where account_id = $1 order by fetch_id`, [accountId]);
}

/** Refusals: overQuota (there would be more than `most`), noSuchMailbox. */
export function createFetched(accountId: number, wanted: NewFetched, most: number): Promise<Outcome<FetchedAccount>> {
  return withAccount(accountId, async (client) => {
    const { rows: counted } = await client.query<{ n: number }>('select count(*)::int as n from fetched_account where account_id = $1', [
      accountId,
    ]);
    if ((counted[0]?.n ?? 0) >= most) throw new Refused('overQuota');
    const { rows: box } = await client.query('select from mailbox where account_id = $1 and mailbox_id = $2', [
      accountId,
      wanted.mailboxId,
    ]);
    if (box.length === 0) throw new Refused('noSuchMailbox');
    const id = await nextId(client, accountId);
    const { rows: made } = await client.query<FetchedAccount>(
      `insert into fetched_account (account_id, fetch_id, protocol, host, port, security, login, secret, folder, mailbox_id, leave, enabled,
         every_minutes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning ${columns}`,
      [
        ...[accountId, id, wanted.protocol, wanted.host, wanted.port, wanted.security, wanted.login, wanted.secret, wanted.folder],
        ...[wanted.mailboxId, wanted.leave, wanted.enabled, wanted.everyMinutes],
      ],
    );
    if (!made[0]) throw new Refused('notFound');
    return made[0];
  });
}

/** `now`: it is fetched at once. Another server or log-in is another account: what was read of the former one is forgotten. */
export function updateFetched(accountId: number, fetchId: number, change: FetchedChange, now: boolean): Promise<Outcome<null>> {
  return withAccount(accountId, async (client) => {
    const names: Record<keyof NewFetched, string> = {
      ...{ protocol: 'protocol', host: 'host', port: 'port', security: 'security', login: 'login', secret: 'secret', folder: 'folder' },
      ...{ mailboxId: 'mailbox_id', leave: 'leave', enabled: 'enabled', everyMinutes: 'every_minutes' },
    };
    const entries = Object.entries(change).filter(([, value]) => value !== undefined) as [keyof NewFetched, unknown][];
    if (change.mailboxId !== undefined) {
      const box = await client.query('select from mailbox where account_id = $1 and mailbox_id = $2', [accountId, change.mailboxId]);
      if (box.rowCount === 0) throw new Refused('noSuchMailbox');
    }
    const isOther = entries.some(([name]) => ['protocol', 'host', 'port', 'login', 'folder'].includes(name));
    const sets = [
      ...entries.map(([name], index) => `${names[name]} = $${index + 3}`),
      ...(isOther ? ['mark = null'] : []),
      ...(now || entries.length > 0 ? ['next_at = now()', 'failures = 0', 'problem = null'] : []),
    ];
    if (sets.length === 0) return null;
    const done = await client.query(`update fetched_account set ${sets.join(', ')} where account_id = $1 and fetch_id = $2`, [
      accountId,
      fetchId,
      ...entries.map(([, value]) => value),
    ]);
    if (done.rowCount === 0) throw new Refused('notFound');
    if (isOther) await client.query('delete from fetched_folder where account_id = $1 and fetch_id = $2', [accountId, fetchId]);
    if (isOther) await client.query('delete from fetched_uid where account_id = $1 and fetch_id = $2', [accountId, fetchId]);
    return null;
  });
}

export function destroyFetched(accountId: number, fetchId: number): Promise<Outcome<null>> {
  return withAccount(accountId, async (client) => {
    const gone = await client.query('delete from fetched_account where account_id = $1 and fetch_id = $2', [accountId, fetchId]);
    if (gone.rowCount === 0) throw new Refused('notFound');
    return null;
  });
}
