/** AddressBook/get (RFC 9610 §2.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { listAddressBooks } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { addressBookProperties, toJmapAddressBook } from './address-book-object.ts';

export const addressBookGet = getMethod({
  name: 'AddressBook/get',
  capability: capability.addressBooks,
  properties: addressBookProperties,
  read: async ({ accountId }) => (await listAddressBooks(accountId)).map((book) => toJmapAddressBook(accountId, book)),
});
