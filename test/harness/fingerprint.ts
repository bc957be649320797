/** Everything that the database holds of one account, as one number a table: to show that nothing of it was changed. */
import { database } from '#server/store/database.ts';

/** What time alone changes: the index is built, memories fade. */
const fading = new Set(['index_job', 'sieve_memory', 'account_recipient', 'account_sending']);

export async function fingerprint(accountId: number): Promise<Record<string, string>> {
  const { pool } = database();
  const { rows: tables } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace and a.attname = 'account_id' order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !fading.has(table.name))) {
    const { rows } = await pool.query<{ sum: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from "${name}" t where account_id = $1`,
      [accountId],
    );
    found[name] = rows[0]?.sum ?? '';
  }
  return found;
}
