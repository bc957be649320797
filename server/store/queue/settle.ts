/** Writes what came of attempts, as far as their leases still hold, and moves the senders' accounts so that the browser sees it live. */
import type pg from 'pg';
import { faultPoint } from '#server/config/fault-point.ts';
import { hotRows } from '../database.ts';
import { announce } from '../push/announce.ts';
import { storable, storableJson } from '../storable.ts';
import { together } from '../together.ts';
import { attempt } from '../writes/retry.ts';
import { Refused } from '../writes/with-account.ts';
import type { RecipientResult } from './types.ts';

/** Of one message. */
export interface Settlement {
  owner: string;
  rows: RecipientResult[];
}
interface Row {
  queueId: number | null;
  accountId: number | null;
  modseq: number | null;
}

const statement = 'select o_queue as "queueId", o_account as "accountId", o_modseq as modseq from f_settle($1)';

/** Within a transaction. The accounts that this moved; refused when one of the leases was lost, as another worker has it then. */
export async function settleWithin(
  client: pg.ClientBase,
  { owner, rows }: Settlement,
  now: Date,
): Promise<{ accountId: number; modseq: number }[]> {
  const found = await client.query<Row>({ name: 'settle', text: statement, values: [storableJson(fieldsOf({ owner, rows }, now))] });
  const settled = new Set(found.rows.map(({ queueId }) => queueId));
  if (rows.some(({ queueId }) => !settled.has(queueId))) throw new Refused('stateMismatch');
  return found.rows.flatMap(({ accountId, modseq }) => (accountId === null || modseq === null ? [] : [{ accountId, modseq }]));
}

/**
 * Results of other servers, and nothing beside them. Those that come while others are being written share the next transaction. False when
 * a lease was lost. What moves a sender's account goes by itself: the account may be held by something large, and the others must not wait.
 */
export async function settleResults(settlement: Settlement, now: Date, movesAccount: boolean): Promise<boolean> {
  const given = fieldsOf(settlement, now);
  return movesAccount ? ((await write([given]))[0] ?? false) : shared(given);
}

type Fields = ReturnType<typeof fieldsOf>;

const shared = together(write, { writes: true });

async function write(all: Fields[]): Promise<boolean[]> {
  faultPoint('commit.before');
  const done = await attempt(() => hotRows<Row>(statement, [storableJson(all.flat())]));
  faultPoint('commit.after');
  if (!done.ok) throw new Error(done.reason);
  const settled = new Set<number | null>();
  for (const { queueId, accountId, modseq } of done.value) {
    if (accountId !== null && modseq !== null) announce(accountId, modseq);
    settled.add(queueId);
  }
  return all.map((rows) => rows.every(({ queue }) => settled.has(queue)));
}

/** As `f_settle` takes it. */
function fieldsOf({ owner, rows }: Settlement, at: Date) {
  return rows.map(({ queueId, rcptNo, rcpt, outcome, nextAt, code, status, text, host, tls, verified, signed }) => ({
    ...{ queue: queueId, no: rcptNo, own: owner, low: rcpt.toLowerCase(), outcome, next: nextAt ?? null, code, status, text, host, tls },
    ...{
      verified: verified ?? null,
      signed: signed ?? null,
      shown: storable(host ? `${code} ${status} ${text}` : text).slice(0, 2000),
      at,
    },
  }));
}
