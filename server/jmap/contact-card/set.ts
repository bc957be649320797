/** ContactCard/set (RFC 9610 §3.5): one transaction, one change, however many contacts. */
import { contactWireId, parseContactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { changeContacts, type ContactWriter, type StoredContact } from '#server/store/index.ts';
import { readBlobById } from '../blob.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { setArguments, type SetArguments } from '../shapes.ts';
import { checkStillInState, resolveId, SetRun, taken } from '../standard/set.ts';
import { namedBlobs, type LoadedMedia } from './media.ts';
import { createContact, updateContact, type WriteContext } from './write-contact.ts';

export const contactCardSet = method({
  name: 'ContactCard/set',
  capability: capability.addressBooks,
  args: setArguments,
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    const blobs = await loadBlobs(context.accountId, args); // before the lock is taken
    const now = toUtcDate(new Date());
    const { modseq } = taken(
      await changeContacts(context.accountId, async (writer) => {
        run.forget();
        checkStillInState(args, writer.state);
        await writeAll({ context, writer, books: await writer.books(), blobs, now }, run, args);
      }),
    );
    if (modseq !== null) run.wrote(modseq);
    return run.response();
  },
});

async function writeAll(write: WriteContext, run: SetRun, args: SetArguments): Promise<void> {
  const { context, writer } = write;
  for (const [creationId, given] of Object.entries(args.create ?? {}))
    await run.attempt(run.notCreated, creationId, async () => run.noteCreated(creationId, await createContact(write, given)));
  for (const [key, patch] of Object.entries(args.update ?? {}))
    await run.attempt(run.notUpdated, key, async () => {
      if (args.destroy?.includes(key)) throw new SetRefusal('willDestroy');
      run.updated[key] = await updateContact(write, await find(context, writer, key), patch);
    });
  for (const key of args.destroy ?? [])
    await run.attempt(run.notDestroyed, key, async () => {
      const { cardId } = await find(context, writer, key);
      await writer.destroyCard(cardId);
      run.destroyed.push(contactWireId(context.accountId, cardId));
    });
}

async function find(context: MethodContext, writer: ContactWriter, key: string): Promise<StoredContact> {
  const id = resolveId(context, key);
  const cardId = id === undefined ? null : parseContactWireId(context.accountId, id);
  const [found] = cardId === null ? [] : await writer.contacts([cardId]);
  if (!found) throw new SetRefusal('notFound');
  return found;
}

export async function loadBlobs(accountId: number, args: SetArguments): Promise<Map<string, LoadedMedia>> {
  const found = new Map<string, LoadedMedia>();
  for (const id of new Set([...namedBlobs(args.create), ...namedBlobs(args.update)])) {
    const blob = await readBlobById(accountId, id);
    if (blob) found.set(id, { bytes: blob.bytes, type: blob.type });
  }
  return found;
}
