/** SORT (RFC 5256 §3): the order of messages that were found already. The keys were computed when the messages arrived. */
import type { SortKey } from '#lib/imap/requests/sort-criteria.ts';
import { arrays } from '../database.ts';
import { numbersIn } from '../reads/open-mailbox.ts';

// RFC 5957 §3: the display name, else the address. RFC 5256 §2.2: without a date, the arrival.
const display = (field: string) =>
  `upper(coalesce(nullif(x.hdr->'${field}'->0->>'name', ''), x.hdr->'${field}'->0->>'email', '') collate "pg_c_utf8")`;
const columns: Record<Exclude<SortKey['by'], 'RELEVANCY'>, string> = {
  ARRIVAL: 'e.received_at',
  CC: `upper(split_part(coalesce(x.hdr->'cc'->0->>'email', ''), '@', 1) collate "pg_c_utf8")`,
  DATE: 'coalesce(x.sent_at, x.received_at)',
  DISPLAYFROM: display('from'),
  DISPLAYTO: display('to'),
  FROM: 'x.sort_from',
  SIZE: 'e.size',
  SUBJECT: 'x.sort_subject',
  TO: 'x.sort_to',
};

/** Equal ones by UID (RFC 5256 §3). `relevancy` gives the order for that key: higher first (RFC 6203 §4). */
export async function sortUids(
  accountId: number,
  mailboxId: number,
  uids: number[],
  keys: readonly SortKey[],
  relevancy: ReadonlyMap<number, number> = new Map(),
): Promise<number[]> {
  if (uids.length < 2) return uids;
  const order = keys.map(({ by, reverse }) =>
    by === 'RELEVANCY' ? `k.score ${reverse ? 'asc' : 'desc'}` : `${columns[by]} ${reverse ? 'desc' : 'asc'}`,
  );
  const scores = uids.map((uid) => relevancy.get(uid) ?? 0);
  const [row] = await arrays<[string | null]>(
    `select string_agg(y.uid::text, ',') from (
       select e.uid from unnest($3::int[], $4::int[]) as k(uid, score)
         cross join lateral (
           select * from mailbox_email m where m.account_id = $1 and m.mailbox_id = $2 and m.uid = k.uid offset 0) e
         cross join lateral (
           select * from email where account_id = $1 and email_id = e.email_id offset 0) x
       order by ${[...order, 'e.uid'].join(', ')}) y`,
    [accountId, mailboxId, uids, scores],
  );
  return numbersIn(row?.[0]);
}
