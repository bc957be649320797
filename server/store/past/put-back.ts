/** An account as it was at an earlier time: what that would change, and the change itself (f_put_back, f_preview_put_back). */
import type { PoolClient } from 'pg';
import { config } from '#server/config/config.ts';
import type { Outcome } from '../contract.ts';
import { inSnapshot, inTransaction, rows } from '../database.ts';
import { announce } from '../push/announce.ts';
import { watched, type StatementWatch } from '../watch-statement.ts';
import { attempt } from '../writes/retry.ts';
import { Refused } from '../writes/with-account.ts';

/** A time, or a state that the account had: that is how putting back is undone. */
export type Moment = { at: Date } | { state: number };
export interface PutBackWish {
  to: Moment;
  /** Also what came since goes, into nothing but the time to undo. Otherwise it stays where it is. */
  newGoes?: boolean;
}
interface Folder {
  id: number;
  name: string;
}
export interface PutBackResult {
  /** The state afterwards, and the one before: to put back to when it is to be undone. */
  modseq: number;
  before: number;
  /** Emails: that are there again, in other mailboxes, with other flags only, no longer there, and new ones that stayed. */
  back: number;
  moved: number;
  flagged: number;
  gone: number;
  kept: number;
  /** By how much more of the quota is used. */
  bytes: number;
  foldersBack: Folder[];
  foldersChanged: (Folder & { was: string })[];
  foldersGone: Folder[];
  /** How many come into each mailbox and leave it. */
  folders: (Folder & { in: number; out: number })[];
}
export interface Restoration {
  modseq: number;
  at: Date;
  actor: string;
  backTo: Date;
  result: PutBackResult;
}

/** From when on every state of the account can be made again; null: no such account. */
export async function pastReach(accountId: number): Promise<Date | null> {
  const [found] = await rows<{ from: Date }>(
    `select greatest(past_from, now() - make_interval(days => $2)) as "from" from account_state where account_id = $1`,
    [accountId, config().undoDays],
  );
  return found?.from ?? null;
}

/** Newest first. */
export function listRestorations(accountId: number): Promise<Restoration[]> {
  return rows<Restoration>(
    `select modseq, at, actor, back_to as "backTo", result from restoration where account_id = $1 order by modseq desc limit 50`,
    [accountId],
  );
}

/** What putting back would do, from one snapshot: nothing waits for it, as it holds no lock. Refusals as there. */
export function previewPutBack(accountId: number, wish: PutBackWish): Promise<Outcome<PutBackResult>> {
  return attempt(() =>
    inSnapshot(async (client) => {
      const { state } = await targetOf(client, accountId, wish.to);
      return call(client, 'f_preview_put_back', accountId, state, wish);
    }),
  );
}

/**
 * Refusals: notFound (the account, or a time further back than `pastReach` or to come), overQuota. It is one change: ended by the signal of
 * `watch`, it throws, and the account is as it was.
 */
export async function putBack(
  accountId: number,
  wish: PutBackWish,
  actor: string,
  watch?: StatementWatch,
): Promise<Outcome<PutBackResult>> {
  const outcome = await attempt(() => run(accountId, wish, actor, watch));
  if (outcome.ok && outcome.value.modseq !== outcome.value.before) announce(accountId, outcome.value.modseq);
  return outcome;
}

function run(accountId: number, wish: PutBackWish, actor: string, watch: StatementWatch | undefined): Promise<PutBackResult> {
  return inTransaction(async (client) => {
    // The account's lock first: the state of a time must not move while it is looked for.
    await client.query('select from account_state where account_id = $1 for update', [accountId]);
    const { state, at } = await targetOf(client, accountId, wish.to);
    const change = () => call(client, 'f_put_back', accountId, state, wish);
    const result = watch ? await watched(client, watch, change) : await change();
    if (result.modseq !== result.before)
      await client.query('insert into restoration (account_id, modseq, actor, back_to, result) values ($1, $2, $3, $4, $5)', [
        ...[accountId, result.modseq, actor, at, JSON.stringify(result)],
      ]);
    return result;
  });
}

/** The state that is meant, and its time. Throws Refused when it is further back than is known, or to come. */
async function targetOf(client: PoolClient, accountId: number, to: Moment): Promise<{ state: number; at: Date }> {
  const { rows: found } = await client.query<{ state: number; at: Date; reaches: boolean }>(
    `select m.state, coalesce($3::timestamptz, t.at, s.past_from) as at,
       coalesce($3::timestamptz, t.at, now()) between greatest(s.past_from, now() - make_interval(days => $4)) and now()
         and m.state between s.log_floor and s.modseq as reaches
     from account_state s
     cross join lateral (select case when $3::timestamptz is null then $2::bigint else f_modseq_at($1, $3) end as state) m
     left join lateral (
       select max(l.at) as at from (
         (select at, modseq from change_log where account_id = $1 and modseq <= m.state order by modseq desc limit 1)
         union all
         (select at, modseq from object_log where account_id = $1 and modseq <= m.state order by modseq desc limit 1)) l) t on true
     where s.account_id = $1`,
    [accountId, 'state' in to ? to.state : null, 'at' in to ? to.at : null, config().undoDays],
  );
  const target = found[0];
  if (!target?.reaches) throw new Refused('notFound');
  return target;
}

async function call(
  client: PoolClient,
  name: 'f_put_back' | 'f_preview_put_back',
  accountId: number,
  state: number,
  { newGoes = false }: PutBackWish,
): Promise<PutBackResult> {
  const { rows: found } = await client.query<{ result: PutBackResult }>(`select ${name}($1, $2, $3) as result`, [
    accountId,
    state,
    newGoes,
  ]);
  const result = found[0]?.result;
  if (!result) throw new Error(`${name} gave no result`);
  return result;
}
