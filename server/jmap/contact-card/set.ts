/** ContactCard/set (RFC 9610 §3.5): one transaction, one change, however many contacts. */
import { contactWireId, parseContactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { changeContacts, type ContactWriter, type StoredContact } from '#server/store/index.ts';
import { readNamedBlob } from '../blob.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { setArguments, type SetArguments } from '../shapes.ts';
import { numberOf, SetRun } from '../standard/set.ts';
import { namedBlobs, type LoadedMedia } from './media.ts';
import { createContact, updateContact, type WriteContext } from './write-contact.ts';

export const contactCardSet = method({
  name: 'ContactCard/set',
  capability: capability.addressBooks,
  args: setArguments,
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    const blobs = await loadBlobs(context, args); // before the lock is taken
    const now = toUtcDate(new Date());
    return run.asOne<ContactWriter>(
      args,
      (work) => changeContacts(context.accountId, work),
      async (writer) => writeAll({ context, writer, books: await writer.books(), blobs, now }, run, args),
    );
  },
});

async function writeAll(write: WriteContext, run: SetRun, args: SetArguments): Promise<void> {
  const { context, writer } = write;
  await run.each(args, {
    create: async (creationId, given) => run.noteCreated(creationId, await createContact(write, given)),
    update: async (key, patch) => {
      run.updated[key] = await updateContact(write, await find(context, writer, key), patch);
    },
    destroy: async (key) => {
      const { cardId } = await find(context, writer, key);
      await writer.destroyCard(cardId);
      run.destroyed.push(contactWireId(context.accountId, cardId));
    },
  });
}

async function find(context: MethodContext, writer: ContactWriter, key: string): Promise<StoredContact> {
  const cardId = numberOf(context, key, parseContactWireId);
  const [found] = cardId === null ? [] : await writer.contacts([cardId]);
  if (!found) throw new SetRefusal('notFound');
  return found;
}

export async function loadBlobs(context: MethodContext, args: SetArguments): Promise<Map<string, LoadedMedia>> {
  const found = new Map<string, LoadedMedia>();
  for (const id of new Set([...namedBlobs(args.create), ...namedBlobs(args.update)])) {
    const blob = await readNamedBlob(context, id);
    if (blob) found.set(id, { bytes: blob.bytes, type: blob.type });
  }
  return found;
}
