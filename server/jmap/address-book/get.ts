/** AddressBook/get (RFC 9610 §2.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listAddressBooks } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { addressBookProperties, toJmapAddressBook } from './address-book-object.ts';

export const addressBookGet = method({
  name: 'AddressBook/get',
  capability: capability.addressBooks,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId); // before the objects: a change in between is told once more, never missed
    const books = (await listAddressBooks(accountId)).map((book) => toJmapAddressBook(accountId, book));
    return { state: String(state), ...getFrom(books, args, addressBookProperties) };
  },
});
