/** Blob/lookup (RFC 9404 §4.3): which objects name these blobs. */
import { z } from 'zod';
import { contactWireId, emailWireId, mailboxWireId, parseBlobId, scriptWireId, threadWireId } from '#lib/ids.ts';
import { capability, type Capability } from '#lib/jmap/capabilities.ts';
import { getEmails, listScripts, type EmailRow } from '#server/store/index.ts';
import { blobSize } from '../blob.ts';
import { contactOfBlob } from '../contact-card/media.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { scriptBlobId } from '../sieve-script/script-object.ts';
import { idsToGet } from '../standard/get.ts';

/** The types of the registry "JMAP Data Types" that can name blobs here, and whose they are. */
const capabilityOf: Readonly<Record<string, Capability>> = {
  Mailbox: capability.mail,
  Thread: capability.mail,
  Email: capability.mail,
  ContactCard: capability.addressBooks,
  SieveScript: capability.sieve,
};
export const lookupTypes: readonly string[] = Object.keys(capabilityOf);

export const blobLookup = method({
  name: 'Blob/lookup',
  capability: capability.blob,
  args: { typeNames: z.array(z.string()), ids: z.array(z.string()) },
  async run({ accountId, using }, { typeNames, ids }) {
    const unknown = typeNames.find((name) => !Object.hasOwn(capabilityOf, name) || !using.has(capabilityOf[name] ?? ''));
    if (unknown !== undefined) throw new MethodError('unknownDataType', `"${unknown}" is not known here, or its capability is not used.`);
    const list: object[] = [];
    for (const id of idsToGet(ids) ?? []) {
      const found = await referencesTo(accountId, id);
      // What is not there, or somebody else's, is in nothing: an empty list for each type.
      list.push({ id, matchedIds: Object.fromEntries(typeNames.map((name) => [name, found[name] ?? []])) });
    }
    return { list };
  },
});

async function referencesTo(accountId: number, blobId: string): Promise<Partial<Record<string, string[]>>> {
  const row = await emailOfBlob(accountId, blobId);
  if (row)
    return {
      Mailbox: [...new Set(row.mailboxIds)].map((mailboxId) => mailboxWireId(accountId, mailboxId)),
      Thread: [threadWireId(accountId, row.threadId)],
      Email: [emailWireId(accountId, row.emailId)],
    };
  const cardId = await contactOfBlob(accountId, blobId);
  if (cardId !== null) return { ContactCard: [contactWireId(accountId, cardId)] };
  const script = (await listScripts(accountId)).find((one) => scriptBlobId(accountId, one) === blobId);
  return script ? { SieveScript: [scriptWireId(accountId, script.scriptId)] } : {};
}

/** The ids of our emails' blobs name the email; the part must be there. An upload is a blob of its own, that no email names. */
async function emailOfBlob(accountId: number, blobId: string): Promise<EmailRow | null> {
  const parsed = parseBlobId(accountId, blobId);
  if (parsed?.kind !== 'email' || (await blobSize(accountId, blobId)) === null) return null;
  const [row] = await getEmails(accountId, [parsed.emailId]);
  return row ?? null;
}
