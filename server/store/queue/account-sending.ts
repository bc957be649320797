/** How much an account has sent, and to whom for the first time: a stolen password must not be able to send thousands. */
import { hotRows, rows } from '../database.ts';
import { storableJson } from '../storable.ts';

export interface SendingLimits {
  /** Recipients; 0: no limit. */
  perHour: number;
  perDay: number;
  /** To whom the account has never written. */
  newPerDay: number;
}
export type SendingRefusal = { limit: keyof SendingLimits; most: number };

/** Counts, or counts nothing and says which limit stands in the way. The account's own limits come before the given ones. */
export async function countSending(
  accountId: number,
  addresses: string[],
  limits: SendingLimits,
  now: Date,
): Promise<SendingRefusal | null> {
  const [refused] = await hotRows<SendingRefusal>('select o_limit as "limit", o_most as most from f_count_sending($1, $2)', [
    storableJson([countedCall(accountId, addresses, limits)]),
    now,
  ]);
  return refused ?? null;
}

/** As `f_count_sending` takes it; without an account nothing is counted. */
export function countedCall(accountId: number | null, addresses: string[], limits: SendingLimits | null) {
  const rcpts = [...new Set(addresses.map((address) => address.toLowerCase()))];
  return {
    ...{ acc: accountId, n: addresses.length, rcpts },
    ...{ per_hour: limits?.perHour ?? 0, per_day: limits?.perDay ?? 0, new_per_day: limits?.newPerDay ?? 0 },
  };
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
