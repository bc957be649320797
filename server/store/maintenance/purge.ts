/** Deletes for good the emails whose time to be put back is over. Their blobs go with the next collection. */
import { database, inTransaction } from '../database.ts';

/** Returns how many emails were deleted. */
export async function purge(): Promise<number> {
  const { rows } = await database().pool.query<{ accountId: number }>(
    'select distinct account_id as "accountId" from email where purge_after < now()',
  );
  let deleted = 0;
  for (const { accountId } of rows) deleted += await purgeAccount(accountId);
  return deleted;
}

function purgeAccount(accountId: number): Promise<number> {
  return inTransaction(async (client) => {
    // The account's lock: a delivery that joins a thread must not lose the thread's references to us.
    await client.query('select from account_state where account_id = $1 for update', [accountId]);
    const { rows } = await client.query<{ email: number; thread: number }>(
      'delete from email where account_id = $1 and purge_after < now() returning email_id as email, thread_id as thread',
      [accountId],
    );
    const emails = rows.map(({ email }) => email);
    await client.query('delete from email_text where account_id = $1 and email_id = any($2)', [accountId, emails]);
    await client.query('delete from index_job where account_id = $1 and email_id = any($2)', [accountId, emails]);
    await client.query(
      `delete from thread_ref r where r.account_id = $1 and r.thread_id = any($2)
       and not exists (select from email e where e.account_id = $1 and e.thread_id = r.thread_id)`,
      [accountId, [...new Set(rows.map(({ thread }) => thread))]],
    );
    return emails.length;
  });
}
