/** Writes of Sieve scripts: one change of the account. Whoever hands a script in has checked it, its name, and how many there may be. */
import type pg from 'pg';
import type { Outcome } from '../contract.ts';
import type { ObjectType } from '../reads/object-changes.ts';
import { AccountChange, changeAccount, type Changed } from '../writes/account-change.ts';
import { nextId } from '../writes/with-account.ts';
import { scriptColumns, type StoredScript } from './scripts.ts';

const scriptType: ObjectType = 23;

export const changeScripts = <T>(accountId: number, work: (writer: ScriptWriter) => Promise<T>): Promise<Outcome<Changed<T>>> =>
  changeAccount(accountId, (client, state) => open(client, accountId, state), work);

async function open(client: pg.ClientBase, accountId: number, state: number): Promise<ScriptWriter> {
  const text = `select ${scriptColumns} from sieve_script where account_id = $1 order by name`;
  return new ScriptWriter(client, accountId, state, (await client.query<StoredScript>(text, [accountId])).rows);
}

export class ScriptWriter extends AccountChange {
  #scripts: StoredScript[];

  constructor(client: pg.ClientBase, accountId: number, state: number, scripts: StoredScript[]) {
    super(client, accountId, state);
    this.#scripts = scripts;
  }

  /** As they are by now. */
  get scripts(): readonly StoredScript[] {
    return this.#scripts;
  }

  find(name: string): StoredScript | undefined {
    return this.#scripts.find((script) => script.name === name);
  }

  async create(name: string, content: Uint8Array): Promise<StoredScript> {
    await this.begin();
    const script = { scriptId: await nextId(this.client, this.accountId), name, content: Buffer.from(content), isActive: false };
    await this.client.query('insert into sieve_script (account_id, script_id, name, content) values ($1, $2, $3, $4)', [
      ...[this.accountId, script.scriptId, name, script.content],
    ]);
    this.#scripts.push(script);
    await this.log(scriptType, script.scriptId, 1);
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
    await this.begin();
    await this.client.query('delete from sieve_script where account_id = $1 and script_id = $2', [this.accountId, scriptId]);
    this.#scripts = this.#scripts.filter((script) => script.scriptId !== scriptId);
    await this.log(scriptType, scriptId, 3);
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
    await this.begin();
    await this.client.query(
      `update sieve_script set name = coalesce($3, name), content = coalesce($4, content), active = coalesce($5, active), updated_at = now()
       where account_id = $1 and script_id = $2`,
      [this.accountId, scriptId, change.name ?? null, change.content ?? null, change.isActive ?? null],
    );
    this.#scripts = this.#scripts.map((script) => (script.scriptId === scriptId ? { ...script, ...change } : script));
    await this.log(scriptType, scriptId, 2);
  }
}
