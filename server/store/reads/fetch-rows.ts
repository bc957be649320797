/** What FETCH sends: memberships with the columns asked for, in pages, no transaction held between them. */
import type { StoredPart } from '#lib/message/stored.ts';
import type { FetchRow } from '../contract.ts';
import { database } from '../database.ts';

export interface FetchWant {
  envelope?: boolean;
  bodystructure?: boolean;
  body?: boolean;
  root?: boolean;
  preview?: boolean;
  /** False: neither octets nor SAVEDATE are wanted, so `blob`, `prefix`, `headerSize` and `savedAt` are left empty. Default true. */
  octets?: boolean;
}

const pageSize = 1000;

/** Pages by UID ascending; UIDs that are not there are absent. The reader's pace is the back-pressure. */
export async function* fetchRows(accountId: number, mailboxId: number, uids: number[], want: FetchWant = {}): AsyncIterable<FetchRow[]> {
  const sorted = uids.every((uid, n) => n === 0 || (uids[n - 1] ?? 0) < uid) ? uids : [...new Set(uids)].sort((a, b) => a - b);
  const read = (n: number) => fetchPage(accountId, mailboxId, sorted.slice(n, n + pageSize), want);
  let next = read(0);
  for (let n = 0; n < sorted.length; n += pageSize) {
    const page = await next;
    // The database reads the next page while the reader is at this one.
    if (n + pageSize < sorted.length) {
      next = read(n + pageSize);
      next.catch(() => {}); // said when its turn comes; forgotten when the reader has gone
    }
    if (page.length > 0) yield page;
  }
}

async function fetchPage(accountId: number, mailboxId: number, uids: number[], want: FetchWant): Promise<FetchRow[]> {
  const { octets = true } = want;
  const extra = extras.filter(([name]) => want[name]);
  const { rows } = await database().pool.query<Row>({
    name: `fetch-${octets ? '' : 'light-'}${extra.map(([name]) => name).join('-')}`, // prepared once per connection
    // `offset 0` keeps these two primary-key look-ups for each UID: joined freely, the planner walked a whole account's index for a page.
    text: `select e.uid, e.email_id, e.thread_id, e.modseq, e.flags, e.keywords, e.size, e.received_at,
        ${octets ? 'e.saved_at, x.header_size, x.blob, x.prefix' : 'null, 0, null, null'}${extra.map(([, column]) => `, x.${column}`).join('')}
      from unnest($3::int[]) as k(uid)
        cross join lateral (
          select * from mailbox_email m where m.account_id = $1 and m.mailbox_id = $2 and m.uid = k.uid offset 0) e
        cross join lateral (
          select * from email where account_id = $1 and email_id = e.email_id offset 0) x
      order by e.uid`,
    values: [accountId, mailboxId, uids],
    rowMode: 'array',
  });
  return rows.map((row) => toFetchRow(row, extra));
}

const extras: [name: keyof FetchWant, column: string][] = [
  ['envelope', 'envelope'],
  ['bodystructure', 'bodystructure'],
  ['body', 'body'],
  ['root', 'parts'],
  ['preview', 'preview'],
];

type Row = [
  uid: number,
  emailId: number,
  threadId: number,
  modseq: number,
  flags: number,
  keywords: string[] | null,
  size: number,
  receivedAt: Date,
  savedAt: Date | null,
  headerSize: number,
  blob: Buffer | null,
  prefix: Buffer | null,
  ...extra: (string | StoredPart)[],
];

const nothing = Buffer.alloc(0);

function toFetchRow(row: Row, extra: typeof extras): FetchRow {
  const [uid, emailId, threadId, modseq, flags, keywords, size, receivedAt, savedAt, headerSize, blob, prefix, ...more] = row;
  const fixed: FetchRow = {
    uid,
    emailId,
    threadId,
    modseq,
    flags,
    keywords,
    size,
    receivedAt,
    savedAt: savedAt ?? receivedAt,
    headerSize,
    blob: blob ?? nothing,
    prefix,
  };
  for (const [n, [name]] of extra.entries()) Object.assign(fixed, { [name]: more[n] });
  return fixed;
}
