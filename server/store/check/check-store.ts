import { database } from '../database.ts';

export interface Finding {
  check: string;
  accountId: number | null;
  object: string | null;
  detail: string | null;
}

/** Every broken invariant of the store, seen in one snapshot; none is what should be. */
export async function checkStore(): Promise<Finding[]> {
  const client = await database().pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const text = `
      select chk as "check", account_id as "accountId", obj as object, detail
      from (select * from fsck union all select * from fsck_contacts) all_checks order by 1, 2, 3`;
    const { rows } = await client.query<Finding>(text);
    await client.query('commit');
    return rows;
  } finally {
    client.release();
  }
}
