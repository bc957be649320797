/** Whole accounts elsewhere: how far each folder has been read, and what came of it. */
import { database, rows } from '../database.ts';
import type { DueFetch } from './fetch-work.ts';

/** Messages of the folder there: `found` when it was last looked at = taken + already + refused when it is done. */
export interface FetchedFolder {
  folder: string;
  uidvalidity: string;
  next: number;
  found: number;
  /** New here; here before, by its octets; not taken. */
  taken: number;
  already: number;
  refused: number;
  /** Sum of the SHA-256 of all that was taken or was here already, modulo 2^256: the same in whatever order they are counted. */
  digest: string;
  problems: { uid: number; reason: string }[];
  done: boolean;
}
type Source = Pick<DueFetch, 'accountId' | 'fetchId'>;
const columns = 'folder, uidvalidity, next, found, taken, already, refused, digest, problems, done';

export function listFolders({ accountId, fetchId }: Source): Promise<FetchedFolder[]> {
  return rows(`select ${columns} from fetched_folder where account_id = $1 and fetch_id = $2 order by folder`, [accountId, fetchId]);
}

/** As it is now; and the lease of who reads it goes on. `count`: new messages since it was noted last. */
export async function noteFolder({ accountId, fetchId }: Source, now: FetchedFolder, count: number): Promise<void> {
  await database().pool.query(
    `with noted as (
       insert into fetched_folder (account_id, fetch_id, ${columns})
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from fetched_account where account_id = $1 and fetch_id = $2
       on conflict (account_id, fetch_id, folder) do update
         set uidvalidity = excluded.uidvalidity, next = excluded.next, found = excluded.found, taken = excluded.taken,
             already = excluded.already, refused = excluded.refused, digest = excluded.digest, problems = excluded.problems,
             done = excluded.done)
     update fetched_account set fetched = fetched + $13, lease_until = now() + interval '10 minutes' where account_id = $1 and fetch_id = $2`,
    [
      ...[accountId, fetchId, now.folder, now.uidvalidity, now.next, now.found, now.taken, now.already, now.refused, now.digest],
      ...[JSON.stringify(now.problems), now.done, count],
    ],
  );
}

/** It begins anew. */
export async function forgetFolders({ accountId, fetchId }: Source): Promise<void> {
  await database().pool.query('delete from fetched_folder where account_id = $1 and fetch_id = $2', [accountId, fetchId]);
}
