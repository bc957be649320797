/** REPLACE (RFC 8508): one message goes as another comes, in one transaction, so that the quota sees only the difference. */
import { database } from '../database.ts';
import type { Delivered, DeliverItem, Outcome } from '../contract.ts';
import { announce } from '../push/announce.ts';
import { deliverWithin } from './deliver.ts';
import { attempt } from './retry.ts';
import { Refused } from './with-account.ts';

/** `uid` of that mailbox is replaced by `item`, of the same account. Refusals: noSuchEmail, noSuchMailbox, overQuota. */
export async function replaceMessage(mailboxId: number, uid: number, item: DeliverItem): Promise<Outcome<Delivered>> {
  const { accountId } = item;
  const outcome = await attempt(async () => {
    const client = await database().pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const expunge = 'select f_expunge($1, $2, $3, false) as result';
      const { rows } = await client.query<{ result: { uids: number[] } }>(expunge, [accountId, mailboxId, [uid]]);
      if (rows[0]?.result.uids.length !== 1) throw new Refused('noSuchEmail');
      const [delivered] = await deliverWithin(client, [item]);
      if (!delivered) throw new Error('nothing was delivered');
      await client.query('commit');
      return delivered;
    } catch (error) {
      await client.query('rollback').catch((fault: Error) => (broken = fault));
      throw error;
    } finally {
      client.release(broken);
    }
  });
  if (outcome.ok) announce(accountId, outcome.value.modseq);
  return outcome;
}
