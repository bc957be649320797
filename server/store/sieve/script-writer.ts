/**
 * Writes of Sieve scripts: one change under the account's lock and one modseq, taken at the first write; where nothing is written, none
 * is. Whoever hands a script in has checked it, its name, and how many there may be.
 */
import type pg from 'pg';
import type { Outcome } from '../contract.ts';
import { inTransaction } from '../database.ts';
import { announce } from '../push/announce.ts';
import type { ObjectType } from '../reads/object-changes.ts';
import { attempt } from '../writes/retry.ts';
import { logObjectChange, nextId, Refused } from '../writes/with-account.ts';
import { scriptColumns, type StoredScript } from './scripts.ts';

const scriptType: ObjectType = 23;

export interface ScriptChange<T> {
  value: T;
  /** Null when nothing was changed. */
  modseq: number | null;
}

/** `work` may run again when the transaction has to be tried again; what it throws rolls everything back. */
export async function changeScripts<T>(accountId: number, work: (writer: ScriptWriter) => Promise<T>): Promise<Outcome<ScriptChange<T>>> {
  const outcome = await attempt(() =>
    inTransaction(async (client) => {
      const { rows: locked } = await client.query<{ state: number }>(
        'select modseq as state from account_state where account_id = $1 for update',
        [accountId],
      );
      if (!locked[0]) throw new Refused('notFound');
      const text = `select ${scriptColumns} from sieve_script where account_id = $1 order by name`;
      const { rows: scripts } = await client.query<StoredScript>(text, [accountId]);
      const writer = new ScriptWriter(client, accountId, locked[0].state, scripts);
      return { value: await work(writer), modseq: writer.modseq };
    }),
  );
  if (outcome.ok && outcome.value.modseq !== null) announce(accountId, outcome.value.modseq);
  return outcome;
}

export class ScriptWriter {
  /** The account's state before this change. */
  readonly state: number;
  readonly #client: pg.ClientBase;
  readonly #accountId: number;
  #scripts: StoredScript[];
  #modseq: number | null = null;

  constructor(client: pg.ClientBase, accountId: number, state: number, scripts: StoredScript[]) {
    this.#client = client;
    this.#accountId = accountId;
    this.state = state;
    this.#scripts = scripts;
  }

  get modseq(): number | null {
    return this.#modseq;
  }

  /** As they are by now. */
  get scripts(): readonly StoredScript[] {
    return this.#scripts;
  }

  find(name: string): StoredScript | undefined {
    return this.#scripts.find((script) => script.name === name);
  }

  async create(name: string, content: Uint8Array): Promise<StoredScript> {
    await this.#change();
    const script = { scriptId: await nextId(this.#client, this.#accountId), name, content: Buffer.from(content), isActive: false };
    await this.#client.query('insert into sieve_script (account_id, script_id, name, content) values ($1, $2, $3, $4)', [
      ...[this.#accountId, script.scriptId, name, script.content],
    ]);
    this.#scripts.push(script);
    await this.#log(script.scriptId, 1);
    return script;
  }

  /** Nothing is written when it says the same already. */
  async replace(scriptId: number, content: Uint8Array): Promise<void> {
    const bytes = Buffer.from(content);
    if (this.#scripts.some((one) => one.scriptId === scriptId && one.content.equals(bytes))) return;
    await this.#update(scriptId, { content: bytes });
  }

  /** By name: as `replace`, or as `create` when there is none. */
  async put(name: string, content: Uint8Array): Promise<StoredScript> {
    const known = this.find(name);
    if (!known) return this.create(name, content);
    await this.replace(known.scriptId, content);
    return this.find(name) ?? known;
  }

  /** The name must be free. */
  async rename(scriptId: number, name: string): Promise<void> {
    if (!this.#scripts.some((one) => one.scriptId === scriptId && one.name === name)) await this.#update(scriptId, { name });
  }

  async remove(scriptId: number): Promise<void> {
    await this.#change();
    await this.#client.query('delete from sieve_script where account_id = $1 and script_id = $2', [this.#accountId, scriptId]);
    this.#scripts = this.#scripts.filter((script) => script.scriptId !== scriptId);
    await this.#log(scriptId, 3);
  }

  /** Null: none is active any more. The ids of those whose state has changed. */
  async activate(scriptId: number | null): Promise<number[]> {
    // The old one first: the index that keeps the active one single is checked row by row.
    const changed = this.#scripts
      .filter((script) => script.isActive !== (script.scriptId === scriptId))
      .sort((a, b) => Number(b.isActive) - Number(a.isActive));
    for (const { scriptId: id, isActive } of changed) await this.#update(id, { isActive: !isActive });
    return changed.map(({ scriptId: id }) => id);
  }

  async #update(scriptId: number, change: Partial<Pick<StoredScript, 'name' | 'content' | 'isActive'>>): Promise<void> {
    await this.#change();
    await this.#client.query(
      `update sieve_script set name = coalesce($3, name), content = coalesce($4, content), active = coalesce($5, active), updated_at = now()
       where account_id = $1 and script_id = $2`,
      [this.#accountId, scriptId, change.name ?? null, change.content ?? null, change.isActive ?? null],
    );
    this.#scripts = this.#scripts.map((script) => (script.scriptId === scriptId ? { ...script, ...change } : script));
    await this.#log(scriptId, 2);
  }

  async #change(): Promise<number> {
    if (this.#modseq !== null) return this.#modseq;
    const text = 'update account_state set modseq = modseq + 1, feed_at = clock_timestamp() where account_id = $1 returning modseq';
    const modseq = (await this.#client.query<{ modseq: number }>(text, [this.#accountId])).rows[0]?.modseq;
    if (modseq === undefined) throw new Refused('notFound');
    return (this.#modseq = modseq);
  }

  async #log(objectId: number, kind: 1 | 2 | 3): Promise<void> {
    await logObjectChange(this.#client, { accountId: this.#accountId, modseq: await this.#change(), type: scriptType, objectId, kind });
  }
}
