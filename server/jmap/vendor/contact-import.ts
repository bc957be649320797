/**
 * ContactCard/import {blobId, addressBookIds, onExists}: all contacts of a vCard file, in one change. One whose uid is there already is
 * left alone, or with `onExists: "replace"` takes the place of the old one.
 */
import { z } from 'zod';
import { contactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import type { SetError } from '#lib/jmap/types.ts';
import { changeContacts } from '#server/store/index.ts';
import { readBlobById } from '../blob.ts';
import { createContact, replaceContact } from '../contact-card/write-contact.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { MethodError, SetRefusal } from '../errors.ts';
import { method } from '../method.ts';
import { id, idOrReference, state } from '../shapes.ts';
import { checkStillInState, SetRun, taken } from '../standard/set.ts';
import { readVcards } from './contact-parse.ts';

const maxCards = 20_000;

export const contactImport = method({
  name: 'ContactCard/import',
  capability: capability.contacts,
  args: {
    ifInState: state.nullish(),
    blobId: id,
    addressBookIds: z.record(idOrReference, z.literal(true)).nullish(),
    onExists: z.enum(['skip', 'replace']).nullish(),
  },
  async run(context, args) {
    const { accountId } = context;
    const run = await SetRun.begin(context, { ifInState: args.ifInState });
    const blob = await readBlobById(accountId, args.blobId);
    if (!blob) throw new MethodError('invalidArguments', 'blobId: there is no such file. Upload it first.');
    const cards = readVcards(blob.bytes);
    if (cards.length === 0) throw new MethodError('invalidArguments', 'blobId: the file holds no vCard.');
    if (cards.length > maxCards) throw new MethodError('requestTooLarge', `A file has at most ${maxCards} contacts. Divide it.`);
    const now = toUtcDate(new Date());
    const { value, modseq } = taken(
      await changeContacts(accountId, async (writer) => {
        checkStillInState(args, writer.state);
        const write = { context, writer, books: await writer.books(), blobs: new Map<string, never>(), now };
        const result = { created: [] as { id: string; uid: string }[], updated: [] as string[], skipped: 0, notCreated: [] as SetError[] };
        for (const card of cards) {
          try {
            const existing = await writer.cardOfUid(card.uid);
            if (existing !== null && args.onExists !== 'replace') result.skipped++;
            else if (existing !== null) {
              await replaceContact(write, existing, card);
              result.updated.push(contactWireId(accountId, existing));
            } else {
              const given = { ...card, ...(args.addressBookIds ? { addressBookIds: args.addressBookIds } : {}) };
              result.created.push({ id: (await createContact(write, given)).id, uid: card.uid });
            }
          } catch (error) {
            if (!(error instanceof SetRefusal)) throw error;
            result.notCreated.push({ ...error.error, uid: card.uid });
          }
        }
        return result;
      }),
    );
    if (modseq !== null) run.wrote(modseq);
    return { oldState: String(run.oldState), newState: String(run.newState), ...value };
  },
});
