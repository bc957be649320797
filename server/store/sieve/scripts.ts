/** The Sieve scripts of an account: at most one is active. Whoever hands a script in has checked it. */
import type { PoolClient } from 'pg';
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { nextId, Refused, withAccount } from '../writes/with-account.ts';

export interface StoredScript {
  scriptId: number;
  name: string;
  content: Buffer;
  isActive: boolean;
}

const columns = 'script_id as "scriptId", name, content, active as "isActive"';

/** By name. */
export function listScripts(accountId: number): Promise<StoredScript[]> {
  return rows(`select ${columns} from sieve_script where account_id = $1 order by name`, [accountId]);
}

export async function findScript(accountId: number, of: { name: string } | { scriptId: number }): Promise<StoredScript | null> {
  const byName = 'name' in of;
  const text = `select ${columns} from sieve_script where account_id = $1 and ${byName ? 'name' : 'script_id'} = $2`;
  return (await rows<StoredScript>(text, [accountId, byName ? of.name : of.scriptId]))[0] ?? null;
}

/** The active scripts of these accounts; most have none. */
export function activeScripts(accountIds: readonly number[]): Promise<(StoredScript & { accountId: number })[]> {
  return rows(`select account_id as "accountId", ${columns} from sieve_script where account_id = any($1) and active`, [accountIds]);
}

/** `name` stands for a script that may have been put by an earlier write of the same change. */
export type ScriptWrite =
  | { kind: 'put'; name: string; content: Uint8Array }
  | { kind: 'rename'; scriptId: number; name: string }
  | { kind: 'replace'; scriptId: number; content: Uint8Array }
  | { kind: 'remove'; scriptId: number }
  /** Null: none is active any more. */
  | { kind: 'activate'; name: string | null };

/**
 * All in one change, in their order. Refusals: notFound, alreadyExists (a name), notAllowed (the active script is not removed),
 * overQuota (there would be more than `most`).
 */
export function writeScripts(accountId: number, writes: readonly ScriptWrite[], most: number): Promise<Outcome<null>> {
  return withAccount(accountId, async (client) => {
    for (const write of writes) await carryOut(client, accountId, write);
    const { rows: counted } = await client.query<{ n: number }>('select count(*)::int as n from sieve_script where account_id = $1', [
      accountId,
    ]);
    if ((counted[0]?.n ?? 0) > most && writes.some(({ kind }) => kind === 'put')) throw new Refused('overQuota');
    return null;
  });
}

async function carryOut(client: PoolClient, accountId: number, write: ScriptWrite): Promise<void> {
  const run = async (text: string, values: unknown[]) => (await client.query(text, [accountId, ...values])).rowCount ?? 0;
  const free = async (name: string, but: number) => {
    if (await run('select from sieve_script where account_id = $1 and name = $2 and script_id <> $3', [name, but]))
      throw new Refused('alreadyExists');
  };
  switch (write.kind) {
    case 'put': {
      const content = Buffer.from(write.content);
      const known = await run('update sieve_script set content = $3, updated_at = now() where account_id = $1 and name = $2', [
        write.name,
        content,
      ]);
      if (known > 0) return;
      const id = await nextId(client, accountId);
      await run('insert into sieve_script (account_id, script_id, name, content) values ($1, $2, $3, $4)', [id, write.name, content]);
      return;
    }
    case 'rename':
      await free(write.name, write.scriptId);
      if (
        !(await run('update sieve_script set name = $3, updated_at = now() where account_id = $1 and script_id = $2', [
          write.scriptId,
          write.name,
        ]))
      )
        throw new Refused('notFound');
      return;
    case 'replace':
      if (
        !(await run('update sieve_script set content = $3, updated_at = now() where account_id = $1 and script_id = $2', [
          write.scriptId,
          Buffer.from(write.content),
        ]))
      )
        throw new Refused('notFound');
      return;
    case 'remove':
      if (await run('delete from sieve_script where account_id = $1 and script_id = $2 and not active', [write.scriptId])) return;
      throw new Refused(
        (await run('select from sieve_script where account_id = $1 and script_id = $2', [write.scriptId])) ? 'notAllowed' : 'notFound',
      );
    case 'activate':
      await run('update sieve_script set active = false where account_id = $1 and active and name is distinct from $2', [write.name]);
      if (write.name !== null && !(await run('update sieve_script set active = true where account_id = $1 and name = $2', [write.name])))
        throw new Refused('notFound');
  }
}
