/** Address books (RFC 9610 §2). Every account has at least one, and one of them is the default. */
import { rows } from '../database.ts';

export interface AddressBook {
  bookId: number;
  name: string;
  description: string | null;
  sortOrder: number;
  isDefault: boolean;
  subscribed: boolean;
}

export const bookColumns = `book_id as "bookId", name, description, sort_order as "sortOrder", is_default as "isDefault", subscribed`;

export function listAddressBooks(accountId: number): Promise<AddressBook[]> {
  return rows(`select ${bookColumns} from address_book where account_id = $1 order by sort_order, name, book_id`, [accountId]);
}
