/**
 * `posthorn check`. Account by account, each in a snapshot of its own that lasts as long as that account is read: a server that serves
 * holds no old rows back for the length of the whole check, and what is found is told at once.
 */
import { inSnapshot, rows } from '../database.ts';
import { faultsOfBlobs } from './faults-of-blobs.ts';
import { faultsOfObjects } from './faults-of-objects.ts';
import type { Finding } from './finding.ts';

export type { Finding };

const columns = 'chk as "check", account_id as "accountId", obj as object, detail';

/** Every broken invariant of the store; none is what should be. */
export async function* findFaults(): AsyncGenerator<Finding> {
  yield* await rows<Finding>(`select ${columns} from fsck_shared order by 1, 2, 3`);
  yield* faultsOfBlobs();
  yield* faultsOfObjects();
  // Each part of the store has a view of its own, whose rows belong to accounts.
  const views = await rows<{ name: string }>(
    `select quote_ident(viewname) as name from pg_views
     where schemaname = current_schema() and (viewname = 'fsck' or viewname like 'fsck\\_%') and viewname <> 'fsck_shared' order by 1`,
  );
  const accounts = await rows<{ id: number }>(
    'select account_id as id from account union select account_id from account_state union select account_id from mailbox order by 1',
  );
  for (const { id } of accounts) {
    yield* await inSnapshot(async (client) => {
      const found: Finding[] = [];
      for (const { name } of views)
        found.push(...(await client.query<Finding>(`select ${columns} from ${name} where account_id = $1 order by 1, 2, 3`, [id])).rows);
      return found;
    });
  }
}

/** All of them in one list, for those who expect none. */
export async function checkStore(): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const fault of findFaults()) all.push(fault);
  return all;
}
