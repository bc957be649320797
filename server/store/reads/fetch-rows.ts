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
}

const pageSize = 1000;

/** Pages by UID ascending; UIDs that are not there are absent. The reader's pace is the back-pressure. */
export async function* fetchRows(accountId: number, mailboxId: number, uids: number[], want: FetchWant = {}): AsyncIterable<FetchRow[]> {
  const sorted = uids.every((uid, n) => n === 0 || (uids[n - 1] ?? 0) < uid) ? uids : [...new Set(uids)].sort((a, b) => a - b);
  for (let n = 0; n < sorted.length; n += pageSize) {
    const page = await fetchPage(accountId, mailboxId, sorted.slice(n, n + pageSize), want);
    if (page.length > 0) yield page;
  }
}

async function fetchPage(accountId: number, mailboxId: number, uids: number[], want: FetchWant): Promise<FetchRow[]> {
  const extra = extras.filter(([name]) => want[name]);
  const { rows } = await database().pool.query<Row>({
    name: `fetch-${extra.map(([name]) => name).join('-')}`, // prepared once per connection
    text: `select e.uid, e.email_id, e.thread_id, e.modseq, e.flags, e.keywords, e.size, e.received_at, e.saved_at,
        x.header_size, x.blob, x.prefix${extra.map(([, column]) => `, x.${column}`).join('')}
      from mailbox_email e join email x using (account_id, email_id)
      where e.account_id = $1 and e.mailbox_id = $2 and e.uid = any($3::int[]) order by e.uid`,
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
  savedAt: Date,
  headerSize: number,
  blob: Buffer,
  prefix: Buffer | null,
  ...extra: (string | StoredPart)[],
];

function toFetchRow(row: Row, extra: typeof extras): FetchRow {
  const [uid, emailId, threadId, modseq, flags, keywords, size, receivedAt, savedAt, headerSize, blob, prefix, ...more] = row;
  const fixed = { uid, emailId, threadId, modseq, flags, keywords, size, receivedAt, savedAt, headerSize, blob, prefix };
  return extra.length === 0 ? fixed : Object.assign(fixed, Object.fromEntries(extra.map(([name], n) => [name, more[n]])));
}
