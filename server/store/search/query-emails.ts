/** Email/query (RFC 8621 §4.4): one page of a sorted, filtered list. */
import type { PoolClient } from 'pg';
import type { EmailQuery, EmailQueryResult } from '../contract.ts';
import { emailList } from './email-list.ts';
import { mailboxPage, type Page } from './mailbox-page.ts';
import { splitMailbox } from './search-base.ts';
import { inSearchSnapshot } from './search-snapshot.ts';

export async function queryEmails(accountId: number, query: EmailQuery): Promise<EmailQueryResult | 'anchorNotFound'> {
  const { calculateTotal } = query;
  const found = (await mailboxPage(accountId, query)) ?? (await searched(accountId, query));
  if (found === 'anchorNotFound') return found;
  const { total, ...rest } = found;
  return { ...rest, ...(calculateTotal ? { total } : {}), canCalculateChanges: isCalculable(query) };
}

function searched(accountId: number, query: EmailQuery): Promise<Page | 'anchorNotFound'> {
  return inSearchSnapshot(accountId, query.filter, async (client, complete) => {
    const { rows } = await client.query<{ state: number }>('select modseq as state from account_state where account_id = $1', [accountId]);
    const state = rows[0]?.state ?? 0;
    const page = await pageOfList(client, accountId, query, complete ? state : null);
    return page === 'anchorNotFound' ? page : { ...page, state };
  });
}

/** Queries whose changes the log can tell: one mailbox, by date of arrival. */
export function isCalculable({ filter, sort }: Pick<EmailQuery, 'filter' | 'sort'>): boolean {
  const { mailboxId, rest } = splitMailbox(filter);
  return mailboxId !== null && 'all' in rest && sort.length <= 1 && (sort[0]?.property ?? 'receivedAt') === 'receivedAt';
}

async function pageOfList(
  client: PoolClient,
  accountId: number,
  query: EmailQuery,
  state: number | null,
): Promise<Omit<Page, 'state'> | 'anchorNotFound'> {
  const ids = await emailList(client, { accountId, ...query }, state);
  let position = query.position < 0 ? Math.max(0, ids.length + query.position) : query.position; // RFC 8620 §5.5
  if (query.anchor !== undefined) {
    const at = ids.indexOf(query.anchor);
    if (at < 0) return 'anchorNotFound';
    position = Math.max(0, at + (query.anchorOffset ?? 0));
  }
  return { ids: ids.slice(position, position + query.limit), position, total: ids.length };
}
