/** The patch of one Email (RFC 8621 §4.6): mailboxes and keywords are all that can change. */
import { emailBlobId, emailWireId, parseMailboxWireId, threadWireId } from '#lib/ids.ts';
import { readPatch } from '#lib/jmap/patch.ts';
import { splitKeywords } from '#lib/message/keywords.ts';
import { getEmailHeads, type EmailUpdate } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import type { MethodContext } from '../method.ts';
import { numberOf } from '../standard/set.ts';
import { toUtcDate } from './utc-date.ts';

export const maxKeywords = 100;

/** Throws SetRefusal. Whether the email and the mailboxes are there is the store's to say. */
export async function readEmailChange(context: MethodContext, emailId: number, patch: Record<string, unknown>): Promise<EmailUpdate> {
  const entries = readPatch(patch);
  if (!entries) throw new SetRefusal('invalidPatch');
  const update: EmailUpdate = { emailId };
  const mailboxes = { add: [] as number[], remove: [] as number[] };
  const keywords = { add: [] as string[], remove: [] as string[] };
  const fixed: [string, unknown][] = [];
  for (const { path, value } of entries) {
    const [property = '', key, ...deeper] = path;
    if (property !== 'mailboxIds' && property !== 'keywords') fixed.push([property, value]);
    else if (deeper.length > 0) throw new SetRefusal('invalidPatch');
    else if (key === undefined) {
      if (property === 'mailboxIds') update.mailboxIds = { set: readMailboxIds(context, value) };
      else update.keywords = { set: splitKeywords(readKeywords(value)) };
    } else {
      // A patch sets true or removes by null; false is taken as removal too, as clients write it.
      if (value !== true && value !== null && value !== false) throw invalidProperties([property]);
      if (property === 'mailboxIds') mailboxes[value ? 'add' : 'remove'].push(readMailboxId(context, key));
      else keywords[value ? 'add' : 'remove'].push(readKeyword(key));
    }
  }
  if (mailboxes.add.length + mailboxes.remove.length > 0) update.mailboxIds = mailboxes;
  if (keywords.add.length + keywords.remove.length > 0)
    update.keywords = { add: splitKeywords(keywords.add), remove: splitKeywords(keywords.remove) };
  if (fixed.length > 0) await checkFixed(context.accountId, emailId, fixed);
  return update;
}

/** The set of mailboxes of an Email: ids or references to creations, each true, at least one. */
export function readMailboxIds(context: MethodContext, value: unknown): number[] {
  const ids = readSet(value, 'mailboxIds');
  if (ids.length === 0) throw invalidProperties(['mailboxIds'], 'An email is in at least one mailbox.');
  return [...new Set(ids.map((id) => readMailboxId(context, id)))];
}

export function readKeywords(value: unknown): string[] {
  return readSet(value, 'keywords').map(readKeyword);
}

function readMailboxId(context: MethodContext, id: string): number {
  const number = numberOf(context, id, parseMailboxWireId);
  if (number === null) throw invalidProperties(['mailboxIds'], 'There is no such mailbox.');
  return number;
}

/** RFC 8621 §4.1.1: 1–255 characters of %x21–%x7e without ( ) { ] % * " \ ; lower case. */
function readKeyword(keyword: string): string {
  if (!/^[\x21\x23\x24\x26\x27\x2b-\x5b\x5e-\x7a\x7c-\x7e]{1,255}$/.test(keyword))
    throw invalidProperties(['keywords'], 'A keyword has characters that it cannot have.');
  return keyword.toLowerCase();
}

function readSet(value: unknown, property: string): string[] {
  const isSet = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => one === true);
  if (!isSet) throw invalidProperties([property]);
  const keys = Object.keys(value);
  if (property === 'keywords' && keys.length > maxKeywords) throw new SetRefusal('tooManyKeywords');
  return keys;
}

/** RFC 8620 §5.3: what cannot change may be given as it is. */
async function checkFixed(accountId: number, emailId: number, fixed: readonly [string, unknown][]): Promise<void> {
  const [row] = await getEmailHeads(accountId, [emailId]);
  if (!row) throw new SetRefusal('notFound');
  const known: Record<string, unknown> = {
    id: emailWireId(accountId, emailId),
    blobId: emailBlobId(accountId, emailId),
    threadId: threadWireId(accountId, row.threadId),
    size: row.size,
    receivedAt: toUtcDate(row.receivedAt),
    hasAttachment: row.hasAttachment,
    preview: row.preview,
    subject: row.subject || null,
  };
  const wrong = fixed.filter(([property, value]) => !Object.hasOwn(known, property) || known[property] !== value);
  if (wrong.length > 0)
    throw invalidProperties(
      wrong.map(([property]) => property),
      'It cannot be changed.',
    );
}
