/**
 * Many messages that must all come or none (RFC 9051 §6.4.7), of which never more than two parts are in memory. What is found out about
 * each is laid down in a table of this connection while they are read, which may take its time; only then are the accounts locked, and
 * everything comes in one transaction.
 */
import type pg from 'pg';
import type { Delivered, DeliverItem, Outcome } from '../contract.ts';
import { database } from '../database.ts';
import { announce } from '../push/announce.ts';
import { deliver, deliverLaidDown, setOf } from './deliver.ts';
import { attempt } from './retry.ts';

/** An item whose octets the store has already. */
export type CopyItem = DeliverItem & { blob: { pending?: never } };

/** The answer is in the order of the items. Refusals as of `deliver`. */
export async function deliverInParts(parts: AsyncIterable<CopyItem[]>): Promise<Outcome<Delivered[]>> {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return { ok: true, value: [] };
  const second = await iterator.next();
  if (second.done) return deliver(first.value);
  const all = async function* () {
    yield first.value;
    yield second.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return inTurn(() => deliverAll(all()));
}

/** One at a time in each process: it holds a connection for as long as it reads, and reads over others. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => {}); // thrown to whoever asked
  return mine;
}

async function deliverAll(parts: AsyncIterable<CopyItem[]>): Promise<Outcome<Delivered[]>> {
  const client = await database().pool.connect();
  let broken: Error | undefined;
  const lost = (error: Error) => (broken = error);
  client.on('error', lost); // Postgres may go while messages are read, and no statement is there to be told
  try {
    await client.query('create temporary table laid_down (n int primary key, items jsonb not null)');
    const accounts: number[][] = []; // of each item of each part
    for await (const part of parts) {
      await client.query('insert into laid_down values ($1, $2)', [accounts.length, setOf(part)]);
      accounts.push(part.map(({ accountId }) => accountId));
    }
    const outcome = await attempt(() => bringIn(client, accounts));
    const ofItems = accounts.flat();
    if (outcome.ok) for (const [n, { modseq }] of outcome.value.entries()) announce(ofItems[n] ?? 0, modseq);
    return outcome;
  } finally {
    await client.query('drop table if exists laid_down').catch(lost);
    client.off('error', lost);
    client.release(broken);
  }
}

async function bringIn(client: pg.PoolClient, accounts: number[][]): Promise<Delivered[]> {
  const all: Delivered[] = [];
  await client.query('begin');
  try {
    // All of them first and in their order, as every write does: the parts lock theirs one after another.
    const lock = 'select 1 from account_state where account_id = any($1) order by account_id for update';
    await client.query(lock, [[...new Set(accounts.flat())]]);
    for (const [n, part] of accounts.entries()) all.push(...(await deliverLaidDown(client, n, part.length)));
    await client.query('commit');
    return all;
  } catch (error) {
    await client.query('rollback').catch(() => {}); // the connection is broken: said by `error`
    throw error;
  }
}
