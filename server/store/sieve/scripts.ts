/** The Sieve scripts of an account, read: at most one is active. `script-writer.ts` writes them. */
import { hotRows, rows } from '../database.ts';

export interface StoredScript {
  scriptId: number;
  name: string;
  content: Buffer;
  isActive: boolean;
}

export const scriptColumns = 'script_id as "scriptId", name, content, active as "isActive"';

/** By name. */
export function listScripts(accountId: number): Promise<StoredScript[]> {
  return rows(`select ${scriptColumns} from sieve_script where account_id = $1 order by name`, [accountId]);
}

/** The active scripts of these accounts; most have none. */
export function activeScripts(accountIds: readonly number[]): Promise<(StoredScript & { accountId: number })[]> {
  return hotRows(`select account_id as "accountId", ${scriptColumns} from sieve_script where account_id = any($1) and active`, [
    accountIds,
  ]);
}
