/** Contacts as they are stored (RFC 9610 §3). */
import type { Card } from '#lib/contacts/card.ts';
import { rows } from '../database.ts';

export interface StoredContact {
  cardId: number;
  /** Ascending, at least one. */
  bookIds: number[];
  /** Without `id` and `addressBookIds`; media as data: URLs. */
  card: Card;
}

// As JSON: the driver gives bigint arrays as strings.
export const contactColumns = `card_id as "cardId", to_jsonb(book_ids) as "bookIds", card`;

/** Those that there are, in no order. Null: all of the account. */
export function getContacts(accountId: number, cardIds: number[] | null): Promise<StoredContact[]> {
  if (cardIds === null) return rows(`select ${contactColumns} from contact_card where account_id = $1`, [accountId]);
  return rows(`select ${contactColumns} from contact_card where account_id = $1 and card_id = any($2)`, [accountId, cardIds]);
}

export async function countContacts(accountId: number): Promise<number> {
  const [found] = await rows<{ n: number }>('select count(*)::int as n from contact_card where account_id = $1', [accountId]);
  return found?.n ?? 0;
}
