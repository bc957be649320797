/** A transaction of several statements under one account's lock, for the rarer writes. */
import type pg from 'pg';
import type { Outcome, Refusal } from '../contract.ts';
import { database } from '../database.ts';
import { announce } from '../push/announce.ts';
import type { ObjectType } from '../reads/object-changes.ts';
import { attempt } from './retry.ts';

export class Refused extends Error {
  readonly code = 'PH001';
  constructor(reason: Refusal) {
    super(reason);
  }
}

/** `work` gets the client and the modseq of this change; throws Refused to roll back and refuse. */
export async function withAccount<T>(accountId: number, work: (client: pg.PoolClient, modseq: number) => Promise<T>): Promise<Outcome<T>> {
  const outcome = await attempt(async () => {
    const client = await database().pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const text = 'update account_state set modseq = modseq + 1, feed_at = clock_timestamp() where account_id = $1 returning modseq';
      const modseq = (await client.query<{ modseq: number }>(text, [accountId])).rows[0]?.modseq;
      if (modseq === undefined) throw new Refused('notFound');
      const value = await work(client, modseq);
      await client.query('commit');
      return { value, modseq };
    } catch (error) {
      await client.query('rollback').catch((fault: Error) => (broken = fault));
      throw error;
    } finally {
      client.release(broken);
    }
  });
  if (!outcome.ok) return outcome;
  announce(accountId, outcome.value.modseq);
  return { ok: true, value: outcome.value.value };
}

/** Low-volume types of JMAP. Kinds: 1 created, 2 updated, 3 destroyed. */
export async function logObjectChange(
  client: pg.ClientBase,
  { accountId, modseq, type, objectId, kind }: { accountId: number; modseq: number; type: ObjectType; objectId: number; kind: 1 | 2 | 3 },
): Promise<void> {
  const text = `insert into object_log (account_id, modseq, type, object_id, kind) values ($1, $2, $3, $4, $5)
                on conflict (account_id, modseq, type, object_id) do update
                  set kind = case when object_log.kind = 1 and excluded.kind = 2 then 1 else excluded.kind end`;
  await client.query(text, [accountId, modseq, type, objectId, kind]);
}

/** Before a mailbox is made, changed or removed: what it is, so that it can be put back. */
export async function noteMailbox(client: pg.ClientBase, accountId: number, modseq: number, mailboxId: number): Promise<void> {
  await client.query('select f_note_mailbox($1, $2, $3)', [accountId, modseq, mailboxId]);
}

/** The next id of an account: mailboxes, identities, submissions and emails share one counter. */
export async function nextId(client: pg.ClientBase, accountId: number): Promise<number> {
  const text = 'update account_state set next_id = next_id + 1 where account_id = $1 returning next_id - 1 as id';
  const id = (await client.query<{ id: number }>(text, [accountId])).rows[0]?.id;
  if (id === undefined) throw new Refused('notFound');
  return id;
}
