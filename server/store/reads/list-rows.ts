/** What shows a list of messages by IMAP, straight from the columns that were written for it: octets from the table to the socket. */
import { copyOut, intList, intLiteral, type Tuples } from '../copy-out.ts';

export type ListColumn = 'size' | 'receivedAt' | 'envelope' | 'bodystructure' | 'body';

const columns: Record<ListColumn, { text: string; ofEmail: boolean }> = {
  size: { text: 'm.size', ofEmail: false },
  receivedAt: { text: 'm.received_at', ofEmail: false },
  envelope: { text: 'x.envelope', ofEmail: true },
  bodystructure: { text: 'x.bodystructure', ofEmail: true },
  body: { text: 'x.body', ofEmail: true },
};

const firstPage = 250; // so that the client has something to read soon
const pageSize = 2000;
const ahead = 2;
/** A page ends earlier where headers are huge (somebody may fill a mailbox with such): this many octets of each are in memory. */
export const paging = { octets: 8 * 1024 * 1024 };

/**
 * Pages by UID ascending, each row its UID and then the columns in the order asked for. UIDs that are not there are absent. `gapless`: all
 * messages of the mailbox between the first and the last are meant, and then some may come that were not asked for.
 */
export async function* listRows(
  accountId: number,
  mailboxId: number,
  uids: readonly number[],
  wanted: readonly ListColumn[],
  gapless: boolean,
): AsyncIterable<Tuples> {
  let at = 0;
  const read = (page: readonly number[]) => copyOut(selectText(accountId, mailboxId, page, wanted, gapless), paging.octets);
  const begin = (): Begun | null => {
    if (at >= uids.length) return null;
    const page = uids.slice(at, at + (at === 0 ? firstPage : pageSize));
    at += page.length;
    const first = read(page);
    first.catch(() => {}); // said when its turn comes; forgotten when the reader has gone
    return { page, first };
  };
  // The database reads the next pages while the reader is at this one.
  const reading: Begun[] = [];
  for (;;) {
    for (let next = reading.length <= ahead ? begin() : null; next; next = reading.length <= ahead ? begin() : null) reading.push(next);
    const begun = reading.shift();
    if (!begun) return;
    let { page } = begun;
    let rows = await begun.first;
    yield rows;
    for (let last = rows.cutBehind; last !== null; last = rows.cutBehind) {
      const behind = last;
      page = page.filter((uid) => uid > behind);
      rows = await read(page);
      yield rows;
    }
  }
}

interface Begun {
  page: readonly number[];
  first: Promise<Tuples>;
}

function selectText(
  accountId: number,
  mailboxId: number,
  uids: readonly number[],
  wanted: readonly ListColumn[],
  gapless: boolean,
): string {
  const [account, mailbox] = [intLiteral(accountId), intLiteral(mailboxId)];
  const chosen = wanted.map((name) => columns[name]);
  // `offset 0` keeps the look-ups by key: joined freely, the planner walks a whole account's index for a page.
  const email = `cross join lateral (select * from email where account_id = ${account} and email_id = m.email_id offset 0) x`;
  const from = gapless
    ? `(select * from mailbox_email where account_id = ${account} and mailbox_id = ${mailbox}
         and uid between ${intLiteral(uids[0] ?? 0)} and ${intLiteral(uids.at(-1) ?? 0)} order by uid offset 0) m`
    : `unnest(${intList(uids)}) as k(uid) cross join lateral (
         select * from mailbox_email where account_id = ${account} and mailbox_id = ${mailbox} and uid = k.uid offset 0) m`;
  return `select ${['m.uid', ...chosen.map(({ text }) => text)].join(', ')} from ${from}
    ${chosen.some(({ ofEmail }) => ofEmail) ? email : ''} order by m.uid`;
}
