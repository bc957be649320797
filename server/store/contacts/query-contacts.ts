/** Finding contacts (RFC 9610 §3.3). A condition looks at the contact alone, so changes of a query can always be told (RFC 8620 §5.6). */
import type pg from 'pg';
import type { SearchableField } from '#lib/contacts/searchable.ts';
import { inSnapshot } from '../database.ts';
import { boundsOf, reaches } from '../reads/change-log.ts';
import { SqlParameters } from '../search/sql-parameters.ts';

export type ContactFilter =
  | { and: ContactFilter[] }
  | { or: ContactFilter[] }
  | { not: ContactFilter }
  | { inAddressBook: number }
  | { uid: string }
  | { hasMember: string }
  | { kind: string }
  | { created: { before?: Date; from?: Date } }
  | { updated: { before?: Date; from?: Date } }
  /** `text` is folded; it must stand in one value of the field. */
  | { field: SearchableField; text: string };

export interface ContactSort {
  property: 'created' | 'updated' | 'name/given' | 'name/surname' | 'name/surname2';
  ascending: boolean;
}
export interface ContactQuery {
  filter: ContactFilter;
  sort: ContactSort[];
}

/** All that match, in order; ties by id, so that the order is the same each time. */
export function queryContacts(accountId: number, query: ContactQuery): Promise<{ ids: number[]; state: number }> {
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    return { ids: await found(client, accountId, query), state: bounds?.state ?? 0 };
  });
}

export interface ContactQueryChanges {
  ids: number[];
  state: number;
  /** Created, changed or destroyed since then. */
  touched: Set<number>;
}

export function contactQueryChanges(
  accountId: number,
  query: ContactQuery,
  since: number,
): Promise<ContactQueryChanges | 'cannotCalculate'> {
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    if (!bounds || !reaches(bounds, since)) return 'cannotCalculate';
    const { rows } = await client.query<{ id: number }>(
      'select distinct object_id as id from object_log where account_id = $1 and type = 21 and modseq > $2',
      [accountId, since],
    );
    return { ids: await found(client, accountId, query), state: bounds.state, touched: new Set(rows.map(({ id }) => id)) };
  });
}

const sortColumns = {
  created: 'created_at',
  updated: 'updated_at',
  'name/given': 'sort_given',
  'name/surname': 'sort_surname',
  'name/surname2': 'sort_surname2',
} as const;

async function found(client: pg.ClientBase, accountId: number, { filter, sort }: ContactQuery): Promise<number[]> {
  const parameters = new SqlParameters();
  const account = parameters.add(accountId, 'int');
  const condition = compile(filter, parameters);
  const order = [...sort.map(({ property, ascending }) => `${sortColumns[property]} ${ascending ? 'asc' : 'desc'}`), 'card_id'];
  const text = `select card_id from contact_card where account_id = ${account} and ${condition} order by ${order.join(', ')}`;
  const { rows } = await client.query<[number]>({ text, values: parameters.values, rowMode: 'array' });
  return rows.map(([id]) => id);
}

/** Never null, so that `not` is the complement. */
function compile(filter: ContactFilter, parameters: SqlParameters): string {
  const joined = (all: ContactFilter[], word: string, none: string) =>
    all.length === 0 ? none : `(${all.map((one) => compile(one, parameters)).join(word)})`;
  if ('and' in filter) return joined(filter.and, ' and ', 'true');
  if ('or' in filter) return joined(filter.or, ' or ', 'false');
  if ('not' in filter) return `not (${compile(filter.not, parameters)})`;
  if ('inAddressBook' in filter) return `book_ids @> array[${parameters.add(filter.inAddressBook, 'bigint')}]`;
  if ('uid' in filter) return `uid = ${parameters.add(filter.uid, 'text')}`;
  if ('hasMember' in filter) return `coalesce(card->'members' ? ${parameters.add(filter.hasMember, 'text')}, false)`;
  // RFC 9553 §2.1.4: a Card without a kind is an individual's.
  if ('kind' in filter) return `coalesce(card->>'kind', 'individual') = ${parameters.add(filter.kind, 'text')}`;
  if ('created' in filter) return between('created_at', filter.created, parameters);
  if ('updated' in filter) return between('updated_at', filter.updated, parameters);
  const pattern = `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return `coalesce(search->>${parameters.add(filter.field, 'text')} like ${parameters.add(pattern, 'text')}, false)`;
}

function between(column: string, { before, from }: { before?: Date; from?: Date }, parameters: SqlParameters): string {
  const bounds = [
    ...(before ? [`${column} < ${parameters.add(before, 'timestamptz')}`] : []),
    ...(from ? [`${column} >= ${parameters.add(from, 'timestamptz')}`] : []),
  ];
  return bounds.length > 0 ? `(${bounds.join(' and ')})` : 'true';
}
