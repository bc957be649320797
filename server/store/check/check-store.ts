/**
 * `posthorn check`. Account by account, each in a snapshot of its own that lasts as long as that account is read: a server that serves
 * holds no old rows back for the length of the whole check, and what is found is told at once.
 */
import { inSnapshot, rows } from '../database.ts';

export interface Finding {
  check: string;
  accountId: number | null;
  object: string | null;
  detail: string | null;
}

const columns = 'chk as "check", account_id as "accountId", obj as object, detail';

/** Every broken invariant of the store; none is what should be. */
export async function* findFaults(): AsyncGenerator<Finding> {
  yield* await rows<Finding>(`select ${columns} from fsck_shared order by 1, 2, 3`);
  yield* faultsOfBlobs();
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

const blobsAtOnce = 5000;

/** A blob and its chunks are written in one transaction, so that each page may be a snapshot of its own. */
async function* faultsOfBlobs(): AsyncGenerator<Finding> {
  for (let after: Buffer = Buffer.alloc(0); ;) {
    const page = await rows<{ sha256: Buffer; size: number; store: number; length: number; end: number; count: number; next: number }>(
      `select b.sha256, b.size, b.store, coalesce(c.length, 0) as length, coalesce(c."end", 0) as "end", c.count, c.next
       from (select * from blob where sha256 > $1 order by sha256 limit $2) b
       left join lateral (
         select sum(raw_len) as length, max(off + raw_len) as "end", count(*) as count, max(n) + 1 as next
         from blob_chunk where sha256 = b.sha256) c on true
       order by b.sha256`,
      [after, blobsAtOnce],
    );
    for (const { sha256, size, store, length, end, count, next } of page) {
      if (store !== 0 || size === 0 || (Number(length) === size && Number(end) === size && Number(count) === Number(next))) continue;
      const detail = `size ${size}, ${count} chunks hold ${length}`;
      yield { check: 'blob incomplete', accountId: null, object: sha256.toString('hex'), detail };
    }
    const last = page.at(-1);
    if (!last || page.length < blobsAtOnce) return;
    after = last.sha256;
  }
}
