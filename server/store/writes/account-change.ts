/**
 * A transaction under one account's lock whose modseq is taken at the first write: where nothing is written, none is. Each change of an
 * object is in object_log under that modseq.
 */
import type pg from 'pg';
import type { Outcome } from '../contract.ts';
import { inTransaction } from '../database.ts';
import { announce } from '../push/announce.ts';
import type { ObjectType } from '../reads/object-changes.ts';
import { attempt } from './retry.ts';
import { logObjectChange, Refused } from './with-account.ts';

export interface Changed<T> {
  value: T;
  /** Null when nothing was changed. */
  modseq: number | null;
}

export class AccountChange {
  /** The account's state before this change. */
  readonly state: number;
  protected readonly client: pg.ClientBase;
  protected readonly accountId: number;
  #modseq: number | null = null;

  constructor(client: pg.ClientBase, accountId: number, state: number) {
    this.client = client;
    this.accountId = accountId;
    this.state = state;
  }

  get modseq(): number | null {
    return this.#modseq;
  }

  /** The modseq that what is written bears. */
  protected async begin(): Promise<number> {
    if (this.#modseq !== null) return this.#modseq;
    const text = 'update account_state set modseq = modseq + 1, feed_at = clock_timestamp() where account_id = $1 returning modseq';
    const modseq = (await this.client.query<{ modseq: number }>(text, [this.accountId])).rows[0]?.modseq;
    if (modseq === undefined) throw new Refused('notFound');
    return (this.#modseq = modseq);
  }

  protected async log(type: ObjectType, objectId: number, kind: 1 | 2 | 3): Promise<void> {
    await logObjectChange(this.client, { accountId: this.accountId, modseq: await this.begin(), type, objectId, kind });
  }
}

/**
 * `open` makes the writer, with the lock held. `work` may run again when the transaction has to be tried again; what it throws rolls
 * everything back.
 */
export async function changeAccount<W extends AccountChange, T>(
  accountId: number,
  open: (client: pg.ClientBase, state: number) => W | Promise<W>,
  work: (writer: W) => Promise<T>,
): Promise<Outcome<Changed<T>>> {
  const outcome = await attempt(() =>
    inTransaction(async (client) => {
      const text = 'select modseq as state from account_state where account_id = $1 for update';
      const { rows } = await client.query<{ state: number }>(text, [accountId]);
      if (!rows[0]) throw new Refused('notFound');
      const writer = await open(client, rows[0].state);
      return { value: await work(writer), modseq: writer.modseq };
    }),
  );
  if (outcome.ok && outcome.value.modseq !== null) announce(accountId, outcome.value.modseq);
  return outcome;
}
