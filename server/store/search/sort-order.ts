/** Sort keys as SQL. Every order is total: rows that compare equal are told apart by UID (or email id), in the direction of the last key. */
import type { EmailSort } from '../contract.ts';
import { keywordCondition } from './compile-filter.ts';
import type { SearchBase } from './search-base.ts';
import type { SqlParameters } from './sql-parameters.ts';

export const newestFirst: EmailSort[] = [{ property: 'receivedAt', ascending: false }];

export function orderBy(sort: EmailSort[], base: SearchBase, parameters: SqlParameters): string {
  const keys = sort.length === 0 ? newestFirst : sort;
  const row = base.mailboxId === null ? 'me.email_id' : 'me.uid';
  const terms = keys.map((key) => `${expression(key, row, base, parameters)} ${direction(key)}`);
  const last = keys.at(-1);
  if (last && !keys.some(({ property }) => property === 'uid')) terms.push(`${row} ${direction(last)}`);
  return terms.join(', ');
}

const direction = ({ ascending }: EmailSort): string => (ascending ? 'asc' : 'desc');

function expression(key: EmailSort, row: string, base: SearchBase, parameters: SqlParameters): string {
  switch (key.property) {
    case 'receivedAt':
      return 'me.received_at';
    case 'sentAt':
      return 'coalesce(e.sent_at, me.received_at)'; // RFC 5256 §2.2: without a Date header, the internal date
    case 'size':
      return 'me.size';
    case 'from':
      return 'e.sort_from';
    case 'to':
      return 'e.sort_to';
    case 'subject':
      return 'e.sort_subject';
    case 'uid':
      return row;
    case 'hasKeyword':
      return `(${keywordCondition('me', key.keyword ?? '', parameters)})::int`;
    case 'someInThreadHaveKeyword':
      return `(exists ${inThread(key, base, parameters, '')})::int`;
    case 'allInThreadHaveKeyword':
      return `(not exists ${inThread(key, base, parameters, 'not')})::int`;
  }
}

/** Emails of the row's thread that have the keyword, or do not. */
function inThread(key: EmailSort, base: SearchBase, parameters: SqlParameters, not: '' | 'not'): string {
  return `(select from email te join mailbox_email t on t.account_id = te.account_id and t.email_id = te.email_id
    where te.account_id = ${parameters.add(base.accountId, 'int')} and te.thread_id = me.thread_id
    and ${not} (${keywordCondition('t', key.keyword ?? '', parameters)}))`;
}

/** Newest first by receivedAt alone: the order of the indexes `me_recv` and `tm_latest`. */
export function isNewestFirst(sort: EmailSort[]): boolean {
  const [first, ...more] = sort.length === 0 ? newestFirst : sort;
  return first?.property === 'receivedAt' && !first.ascending && more.length === 0;
}
