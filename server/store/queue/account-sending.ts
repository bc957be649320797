/** How much an account has sent, and to whom for the first time: a stolen password must not be able to send thousands. */
import { inTransaction, rows } from '../database.ts';

export interface SendingLimits {
  /** Recipients; 0: no limit. */
  perHour: number;
  perDay: number;
  /** To whom the account has never written. */
  newPerDay: number;
}
export type SendingRefusal = { limit: keyof SendingLimits; most: number };

class Over extends Error {
  readonly refusal: SendingRefusal;
  constructor(refusal: SendingRefusal) {
    super('over a limit of sending');
    this.refusal = refusal;
  }
}

/** Counts, or counts nothing and says which limit stands in the way. The account's own limits come before the given ones. */
export function countSending(accountId: number, addresses: string[], limits: SendingLimits, now: Date): Promise<SendingRefusal | null> {
  const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
  return inTransaction(async (client) => {
    const own = await client.query<{ perHour: number | null; perDay: number | null; newPerDay: number | null }>(
      'select per_hour as "perHour", per_day as "perDay", new_per_day as "newPerDay" from sending_limit where account_id = $1',
      [accountId],
    );
    const most = (limit: keyof SendingLimits) => own.rows[0]?.[limit] ?? limits[limit];
    const check = (limit: keyof SendingLimits, count: number) => {
      if (most(limit) > 0 && count > most(limit)) throw new Over({ limit, most: most(limit) });
    };
    // This row is what two messages at the same time wait for.
    const counted = await client.query<{ recipients: number }>(
      `insert into account_sending as s (account_id, hour, recipients) values ($1, $2, $3)
       on conflict (account_id, hour) do update set recipients = s.recipients + $3 returning recipients`,
      [accountId, hour, addresses.length],
    );
    check('perHour', counted.rows[0]?.recipients ?? 0);
    const day = await client.query<{ sum: number }>(
      'select sum(recipients)::int as sum from account_sending where account_id = $1 and hour > $2',
      [accountId, dayAgo],
    );
    check('perDay', day.rows[0]?.sum ?? 0);
    const fresh = await client.query(
      `insert into account_recipient (account_id, address, first_at) select $1, a, $3 from unnest($2::text[]) a
       on conflict (account_id, address) do nothing`,
      [accountId, [...new Set(addresses.map((address) => address.toLowerCase()))], now],
    );
    if (!fresh.rowCount) return null;
    const newcomers = await client.query<{ count: number }>(
      'select count(*)::int as count from account_recipient where account_id = $1 and first_at > $2',
      [accountId, dayAgo],
    );
    check('newPerDay', newcomers.rows[0]?.count ?? 0);
    return null;
  }).catch((error: unknown) => {
    if (error instanceof Over) return error.refusal;
    throw error;
  });
}

export async function sendingOf(accountId: number, now = new Date()): Promise<{ lastHour: number; lastDay: number; newLastDay: number }> {
  const [found] = await rows<{ lastHour: number; lastDay: number; newLastDay: number }>(
    `select coalesce((select recipients from account_sending where account_id = $1 and hour = date_trunc('hour', $2::timestamptz)), 0) as "lastHour",
       coalesce((select sum(recipients)::int from account_sending where account_id = $1 and hour > $2::timestamptz - interval '1 day'), 0) as "lastDay",
       (select count(*)::int from account_recipient where account_id = $1 and first_at > $2::timestamptz - interval '1 day') as "newLastDay"`,
    [accountId, now],
  );
  return found ?? { lastHour: 0, lastDay: 0, newLastDay: 0 };
}

/** Null: the server's. */
export async function setSendingLimits(
  accountId: number,
  { perHour, perDay, newPerDay }: { [name in keyof SendingLimits]: number | null },
): Promise<void> {
  await rows(
    `insert into sending_limit (account_id, per_hour, per_day, new_per_day) values ($1, $2, $3, $4)
     on conflict (account_id) do update set per_hour = $2, per_day = $3, new_per_day = $4`,
    [accountId, perHour, perDay, newPerDay],
  );
}

export async function getSendingLimits(accountId: number): Promise<{ [name in keyof SendingLimits]: number | null }> {
  const [found] = await rows<{ [name in keyof SendingLimits]: number | null }>(
    'select per_hour as "perHour", per_day as "perDay", new_per_day as "newPerDay" from sending_limit where account_id = $1',
    [accountId],
  );
  return found ?? { perHour: null, perDay: null, newPerDay: null };
}

export async function forgetSending(before: Date): Promise<number> {
  return (await rows('delete from account_sending where hour < $1 returning 1', [before])).length;
}
