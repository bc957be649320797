/** One contact from what a client gives: made, or as it is after a patch. */
import { randomUUID } from 'node:crypto';
import { contactWireId, parseAddressBookWireId } from '#lib/ids.ts';
import { readCard } from '#lib/contacts/read-card.ts';
import type { Card } from '#lib/contacts/card.ts';
import { applyPatch } from '#lib/jmap/apply-patch.ts';
import type { AddressBook, ContactWriter, StoredContact } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import type { MethodContext } from '../method.ts';
import { numberOf } from '../standard/set.ts';
import { toJmapContact } from './contact-object.ts';
import { fromWireMedia, mediaOf, type LoadedMedia } from './media.ts';

const maxContacts = 100_000;
/** Octets of one Card as JSON. */
const maxCardOctets = 4_000_000;

export interface WriteContext {
  context: MethodContext;
  writer: ContactWriter;
  books: AddressBook[];
  blobs: ReadonlyMap<string, LoadedMedia>;
  /** UTCDate of this call. */
  now: string;
}

/** Gives what the server set (RFC 8620 §5.3). Throws SetRefusal. */
export async function createContact(
  write: WriteContext,
  given: Record<string, unknown>,
): Promise<Record<string, unknown> & { id: string }> {
  const { context, writer, now } = write;
  const { id, addressBookIds, ...properties } = given;
  if (id !== undefined) throw invalidProperties(['id'], 'The server gives the id.');
  const defaults = { '@type': 'Card', version: '1.0', uid: `urn:uuid:${randomUUID()}`, created: now, updated: now };
  const card = checkCard({ ...defaults, ...properties }, write.blobs);
  const bookIds = addressBookIds === undefined ? defaultBook(write) : readBookIds(write, addressBookIds);
  await checkUid(context, writer, card.uid, null);
  if ((await writer.count()) >= maxContacts) throw new SetRefusal('overQuota', { description: `At most ${maxContacts} contacts.` });
  const contact = { cardId: await writer.createCard(card, bookIds), bookIds, card };
  const made = toJmapContact(context.accountId, contact);
  return { id: made.id, ...changedBetween(given, made) };
}

/** Gives what is now other than the client would think: null when nothing is. Throws SetRefusal. */
export async function updateContact(
  write: WriteContext,
  current: StoredContact,
  patch: Record<string, unknown>,
): Promise<Record<string, unknown> | null> {
  const { context, writer } = write;
  const before = toJmapContact(context.accountId, current);
  const wanted = applyPatch(before, patch);
  if (!wanted) throw new SetRefusal('invalidPatch');
  const { id, addressBookIds, ...properties } = wanted;
  if (id !== before.id) throw invalidProperties(['id'], 'It cannot be changed.');
  if (!('updated' in patch)) properties.updated = write.now;
  const kept = mediaOf(context.accountId, current); // a patch may leave them as they are
  const card = checkCard({ created: write.now, ...properties }, new Map([...write.blobs, ...kept]));
  const bookIds = readBookIds(write, addressBookIds);
  await checkUid(context, writer, card.uid, current.cardId);
  const contact = { cardId: current.cardId, bookIds, card };
  await writer.updateCard(contact);
  const changed = changedBetween(wanted, toJmapContact(context.accountId, contact));
  return Object.keys(changed).length > 0 ? changed : null;
}

/** Another Card in the place of the one that is there, in the same address books. */
export async function replaceContact(write: WriteContext, cardId: number, card: Card): Promise<void> {
  const [current] = await write.writer.contacts([cardId]);
  if (!current) throw new SetRefusal('notFound');
  const { created = write.now } = current.card;
  await write.writer.updateCard({ ...current, card: checkCard({ created, updated: write.now, ...card }, write.blobs) });
}

function checkCard(given: Record<string, unknown>, blobs: ReadonlyMap<string, LoadedMedia>): Card {
  const properties = { ...given, ...(given.media === undefined ? {} : { media: fromWireMedia(given.media, blobs) }) };
  const text = JSON.stringify(properties);
  if (text.length > maxCardOctets) throw new SetRefusal('tooLarge', { description: `A contact has at most ${maxCardOctets} octets.` });
  if (text.includes('\\u0000')) throw invalidProperties(Object.keys(given), 'Text cannot hold the character U+0000.');
  const read = readCard(properties);
  if (!read.ok) throw invalidProperties(read.wrong, read.description);
  return read.card;
}

function readBookIds({ context, books }: WriteContext, value: unknown): number[] {
  const isSet = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => one === true);
  if (!isSet) throw invalidProperties(['addressBookIds'], 'It is a set of ids, each true.');
  const ids = Object.keys(value).map((key) => {
    const bookId = numberOf(context, key, parseAddressBookWireId);
    if (bookId === null || !books.some((book) => book.bookId === bookId))
      throw invalidProperties(['addressBookIds'], 'There is no such address book.');
    return bookId;
  });
  if (ids.length === 0) throw invalidProperties(['addressBookIds'], 'A contact is in at least one address book.');
  return [...new Set(ids)].sort((a, b) => a - b);
}

function defaultBook({ books }: WriteContext): number[] {
  const book = books.find(({ isDefault }) => isDefault) ?? books[0];
  if (!book) throw invalidProperties(['addressBookIds']);
  return [book.bookId];
}

/** RFC 9610 §3: a uid is in an account once. */
async function checkUid(context: MethodContext, writer: ContactWriter, uid: string, own: number | null): Promise<void> {
  const other = await writer.cardOfUid(uid);
  if (other === null || other === own) return;
  throw new SetRefusal('alreadyExists', { existingId: contactWireId(context.accountId, other) });
}

/** The properties of `now` that are not as given. */
function changedBetween(given: Record<string, unknown>, now: Record<string, unknown>): Record<string, unknown> {
  const canonical = (value: unknown) => JSON.stringify(value);
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => key !== 'id' && canonical(given[key]) !== canonical(value)));
}
