import { rows } from '../database.ts';

/** Whether these octets are a message in any mailbox of the account. */
export async function holdsMessage(accountId: number, sha256: Buffer): Promise<boolean> {
  const [found] = await rows<{ there: boolean }>(
    'select exists (select from email where blob = $2 and account_id = $1 and prefix is null and purge_after is null) as there',
    [accountId, sha256],
  );
  return found?.there === true;
}
