/** Settings that are kept somewhere else by now: what accounts still have of them, until it has been brought there. */
import { rows } from '../database.ts';

export function accountsWithSetting(name: string): Promise<{ accountId: number; value: unknown }[]> {
  return rows('select account_id as "accountId", settings -> $1 as value from account where settings ? $1 order by account_id', [name]);
}

export async function forgetSetting(accountId: number, name: string): Promise<void> {
  await rows('update account set settings = settings - $2 where account_id = $1', [accountId, name]);
}
