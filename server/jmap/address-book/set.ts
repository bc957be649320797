/** AddressBook/set (RFC 9610 §2.3). */
import { z } from 'zod';
import { addressBookWireId, parseAddressBookWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { changeContacts, type AddressBook, type ContactWriter } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { idOrReference, setArguments, type SetArguments } from '../shapes.ts';
import { numberOf, SetRun } from '../standard/set.ts';
import { readAddressBookChange, toJmapAddressBook } from './address-book-object.ts';

const maxBooks = 1000;

interface Options {
  onDestroyRemoveContents?: boolean | null | undefined;
  onSuccessSetIsDefault?: string | null | undefined;
}

export const addressBookSet = method({
  name: 'AddressBook/set',
  capability: capability.addressBooks,
  args: { ...setArguments, onDestroyRemoveContents: z.boolean().nullish(), onSuccessSetIsDefault: idOrReference.nullish() },
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    return run.asOne<ContactWriter>(
      args,
      (work) => changeContacts(context.accountId, work),
      (writer) => write(context, run, writer, args),
    );
  },
});

async function write(context: MethodContext, run: SetRun, writer: ContactWriter, args: SetArguments & Options): Promise<void> {
  const { accountId } = context;
  await run.each(args, {
    create: async (creationId, given) => {
      const { name, description = null, sortOrder = 0, isSubscribed = true } = readAddressBookChange(given, null);
      if (name === undefined) throw invalidProperties(['name'], 'It needs a name.');
      if ((await writer.books()).length >= maxBooks)
        throw new SetRefusal('overQuota', { description: `At most ${maxBooks} address books.` });
      const book = { name, description, sortOrder, subscribed: isSubscribed };
      const made = toJmapAddressBook(accountId, { ...book, isDefault: false, bookId: await writer.createBook(book) });
      const { name: _name, ...serverSet } = made;
      run.noteCreated(creationId, serverSet);
    },
    update: async (key, patch) => {
      const book = await find(context, writer, key);
      const { isSubscribed, ...change } = readAddressBookChange(patch, toJmapAddressBook(accountId, book));
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      await writer.updateBook({ ...book, ...given, subscribed: isSubscribed ?? book.subscribed });
      run.updated[key] = null;
    },
    destroy: (key) => destroy(context, run, writer, key, args.onDestroyRemoveContents ?? false),
  });
  if (args.onSuccessSetIsDefault && !run.hasRefused) await setDefault(context, run, writer, args.onSuccessSetIsDefault);
}

async function destroy(context: MethodContext, run: SetRun, writer: ContactWriter, key: string, removeContents: boolean): Promise<void> {
  const book = await find(context, writer, key);
  if (book.isDefault)
    throw new SetRefusal('forbidden', { description: 'The default address book stays. Make another one the default first.' });
  const contacts = await writer.contactsIn(book.bookId);
  if (contacts.length > 0 && !removeContents) throw new SetRefusal('addressBookHasContents');
  for (const contact of contacts) {
    const bookIds = contact.bookIds.filter((id) => id !== book.bookId);
    if (bookIds.length > 0) await writer.updateCard({ ...contact, bookIds });
    else await writer.destroyCard(contact.cardId);
  }
  await writer.destroyBook(book.bookId);
  run.destroyed.push(addressBookWireId(context.accountId, book.bookId));
}

/** RFC 9610 §2.3: an id that is not there is ignored; whose isDefault changed is told. */
async function setDefault(context: MethodContext, run: SetRun, writer: ContactWriter, key: string): Promise<void> {
  const wanted = numberOf(context, key, parseAddressBookWireId);
  if (wanted === null || !(await writer.books()).some(({ bookId }) => bookId === wanted)) return;
  for (const bookId of await writer.makeDefault(wanted)) {
    const id = addressBookWireId(context.accountId, bookId);
    const created = Object.values(run.created).find((object) => object.id === id);
    if (created)
      Object.assign(created, { isDefault: true, myRights: { mayRead: true, mayWrite: true, mayShare: false, mayDelete: false } });
    else run.updated[id] = { ...run.updated[id], isDefault: bookId === wanted };
  }
}

async function find(context: MethodContext, writer: ContactWriter, key: string): Promise<AddressBook> {
  const number = numberOf(context, key, parseAddressBookWireId);
  const found = (await writer.books()).find(({ bookId }) => bookId === number);
  if (!found) throw new SetRefusal('notFound');
  return found;
}
