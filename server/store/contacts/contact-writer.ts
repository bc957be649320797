/** Writes of address books and contacts: one /set is one change of the account. */
import type { Card } from '#lib/contacts/card.ts';
import { displayName, sortName } from '#lib/contacts/names.ts';
import { fold, searchable } from '#lib/contacts/searchable.ts';
import type { Outcome } from '../contract.ts';
import type { ObjectType } from '../reads/object-changes.ts';
import { AccountChange, changeAccount, type Changed } from '../writes/account-change.ts';
import { nextId } from '../writes/with-account.ts';
import { bookColumns, type AddressBook } from './address-books.ts';
import { contactColumns, type StoredContact } from './contact-cards.ts';

const bookType: ObjectType = 20;
const cardType: ObjectType = 21;

export const changeContacts = <T>(accountId: number, work: (writer: ContactWriter) => Promise<T>): Promise<Outcome<Changed<T>>> =>
  changeAccount(accountId, (client, state) => new ContactWriter(client, accountId, state), work);

export class ContactWriter extends AccountChange {
  async books(): Promise<AddressBook[]> {
    const text = `select ${bookColumns} from address_book where account_id = $1 order by book_id`;
    return (await this.client.query<AddressBook>(text, [this.accountId])).rows;
  }

  async createBook(book: Omit<AddressBook, 'bookId' | 'isDefault'>): Promise<number> {
    const modseq = await this.begin();
    const bookId = await nextId(this.client, this.accountId);
    await this.client.query(
      `insert into address_book (account_id, book_id, name, description, sort_order, subscribed, created_modseq, modseq)
       values ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [this.accountId, bookId, book.name, book.description, book.sortOrder, book.subscribed, modseq],
    );
    await this.log(bookType, bookId, 1);
    return bookId;
  }

  async updateBook({ bookId, name, description, sortOrder, subscribed }: AddressBook): Promise<void> {
    await this.client.query(
      `update address_book set name = $3, description = $4, sort_order = $5, subscribed = $6, modseq = $7
       where account_id = $1 and book_id = $2`,
      [this.accountId, bookId, name, description, sortOrder, subscribed, await this.begin()],
    );
    await this.log(bookType, bookId, 2);
  }

  /** The books whose `isDefault` changed. */
  async makeDefault(bookId: number): Promise<number[]> {
    const before = (await this.books()).find(({ isDefault }) => isDefault);
    if (before?.bookId === bookId) return [];
    const changed = before ? [before.bookId, bookId] : [bookId];
    const modseq = await this.begin();
    // One after the other: the index that keeps the default single is checked row by row.
    for (const id of changed) {
      await this.client.query('update address_book set is_default = $3, modseq = $4 where account_id = $1 and book_id = $2', [
        ...[this.accountId, id, id === bookId, modseq],
      ]);
      await this.log(bookType, id, 2);
    }
    return changed;
  }

  /** Its contacts must have left it. */
  async destroyBook(bookId: number): Promise<void> {
    await this.begin();
    await this.client.query('delete from address_book where account_id = $1 and book_id = $2', [this.accountId, bookId]);
    await this.log(bookType, bookId, 3);
  }

  async contactsIn(bookId: number): Promise<StoredContact[]> {
    const text = `select ${contactColumns} from contact_card where account_id = $1 and book_ids @> array[$2]::bigint[]`;
    return (await this.client.query<StoredContact>(text, [this.accountId, bookId])).rows;
  }

  async contacts(cardIds: number[]): Promise<StoredContact[]> {
    const text = `select ${contactColumns} from contact_card where account_id = $1 and card_id = any($2)`;
    return (await this.client.query<StoredContact>(text, [this.accountId, cardIds])).rows;
  }

  async count(): Promise<number> {
    const text = 'select count(*)::int as n from contact_card where account_id = $1';
    return (await this.client.query<{ n: number }>(text, [this.accountId])).rows[0]?.n ?? 0;
  }

  /** The contact of this uid: there is at most one in an account (RFC 9610 §3). */
  async cardOfUid(uid: string): Promise<number | null> {
    const text = 'select card_id as id from contact_card where account_id = $1 and uid = $2';
    return (await this.client.query<{ id: number }>(text, [this.accountId, uid])).rows[0]?.id ?? null;
  }

  /** Its `created` and `updated` must be set. */
  async createCard(card: Card, bookIds: readonly number[]): Promise<number> {
    const modseq = await this.begin();
    const cardId = await nextId(this.client, this.accountId);
    await this.client.query(
      `insert into contact_card (account_id, card_id, uid, book_ids, card, search, emails, display, sort_given, sort_surname, sort_surname2,
         created_at, updated_at, created_modseq, modseq)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
      [this.accountId, cardId, ...columnsOf(card, bookIds), modseq],
    );
    await this.log(cardType, cardId, 1);
    return cardId;
  }

  async updateCard({ cardId, card, bookIds }: StoredContact): Promise<void> {
    await this.client.query(
      `update contact_card set uid = $3, book_ids = $4, card = $5, search = $6, emails = $7, display = $8, sort_given = $9,
         sort_surname = $10, sort_surname2 = $11, created_at = $12, updated_at = $13, modseq = $14
       where account_id = $1 and card_id = $2`,
      [this.accountId, cardId, ...columnsOf(card, bookIds), await this.begin()],
    );
    await this.log(cardType, cardId, 2);
  }

  async destroyCard(cardId: number): Promise<void> {
    await this.begin();
    await this.client.query('delete from contact_card where account_id = $1 and card_id = $2', [this.accountId, cardId]);
    await this.log(cardType, cardId, 3);
  }
}

function columnsOf(card: Card, bookIds: readonly number[]): unknown[] {
  const emails = Object.values(card.emails ?? {}).sort((a, b) => (a.pref ?? 101) - (b.pref ?? 101));
  const sorted = [...new Set(bookIds)].sort((a, b) => a - b);
  return [
    ...[card.uid, sorted, JSON.stringify(card), JSON.stringify(searchable(card))],
    ...[emails.map(({ address }) => address.toLowerCase()), displayName(card)],
    ...[fold(sortName(card, 'given')), fold(sortName(card, 'surname')), fold(sortName(card, 'surname2'))],
    ...[card.created, card.updated],
  ];
}
