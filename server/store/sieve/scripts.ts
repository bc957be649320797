/** The Sieve scripts of an account, read: at most one is active. `script-writer.ts` writes them. */
import { rows } from '../database.ts';

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
