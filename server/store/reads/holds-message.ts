import { rows } from '../database.ts';
import { isThere } from './emails.ts';

/** Whether these octets are a message in any mailbox of the account. */
export async function holdsMessage(accountId: number, sha256: Buffer): Promise<boolean> {
  const [found] = await rows<{ there: boolean }>(
    `select exists (select from email e where e.blob = $2 and e.account_id = $1 and e.prefix is null and ${isThere}) as there`,
    [accountId, sha256],
  );
  return found?.there === true;
}
