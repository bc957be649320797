/**
 * Deletes for good the emails whose time to be put back is over. Their blobs go with the next collection. `purge_after` is a fortnight
 * after an email was buried (f_remove_rows); from it, UNDO_DAYS counts, also for what was buried under another setting.
 */
import { config } from '#server/config/config.ts';
import { database, inTransaction } from '../database.ts';

/** Returns how many emails were deleted. */
export async function purge(undoDays = config().undoDays): Promise<number> {
  const { rows } = await database().pool.query<{ accountId: number }>(
    `select distinct account_id as "accountId" from buried where ${isOver(1)}`,
    [undoDays - buriedFor],
  );
  let deleted = 0;
  for (const { accountId } of rows) deleted += await purgeAccount(accountId, undoDays);
  return deleted;
}

/** Days from the burial to `purge_after`. */
const buriedFor = 14;
const isOver = (parameter: number) => `purge_after < now() - make_interval(days => $${parameter}::int)`;

const ofEmails = ['email_text', 'email_brief', 'email_phrase', 'index_job'];

function purgeAccount(accountId: number, undoDays: number): Promise<number> {
  return inTransaction(async (client) => {
    // The account's lock: a delivery that joins a thread must not lose the thread's references to us.
    await client.query('select from account_state where account_id = $1 for update', [accountId]);
    const { rows } = await client.query<{ email: number; thread: number }>(
      `with over as (delete from buried where account_id = $1 and ${isOver(2)} returning email_id)
       delete from email where account_id = $1 and email_id in (select email_id from over) returning email_id as email, thread_id as thread`,
      [accountId, undoDays - buriedFor],
    );
    const emails = rows.map(({ email }) => email);
    for (const table of ofEmails)
      await client.query(`delete from ${table} where account_id = $1 and email_id = any($2)`, [accountId, emails]);
    await client.query(
      `delete from thread_ref r where r.account_id = $1 and r.thread_id = any($2)
       and not exists (select from email e where e.account_id = $1 and e.thread_id = r.thread_id)`,
      [accountId, [...new Set(rows.map(({ thread }) => thread))]],
    );
    return emails.length;
  });
}
