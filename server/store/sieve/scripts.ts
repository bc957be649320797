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

/** What is done with mail for these accounts: their active scripts, or that they are mailing lists. Most have neither. */
export function deliveryFilters(accountIds: readonly number[]): Promise<(StoredScript & { accountId: number; isList: boolean })[]> {
  return hotRows(
    `select account_id as "accountId", ${scriptColumns}, false as "isList" from sieve_script where account_id = any($1) and active
     union all
     select account_id, 0, '', ''::bytea, false, true from mailing_list where account_id = any($1)`,
    [accountIds],
  );
}
