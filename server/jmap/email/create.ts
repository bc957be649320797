/** Email/set create (RFC 8621 §4.6): from an Email object to a message in the store. */
import { renderMessage } from '#lib/message/render.ts';
import { utcDate } from '../shapes.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { maxSizeUpload } from '../limits.ts';
import type { MethodContext } from '../method.ts';
import { buildMessage } from './create/build-message.ts';
import { readBody } from './create/read-body.ts';
import { readHeaders } from './create/read-headers.ts';
import { readKeywords, readMailboxIds } from './email-change.ts';
import { storeMessage } from './store-message.ts';

const known = ['mailboxIds', 'keywords', 'receivedAt', 'bodyStructure', 'bodyValues', 'textBody', 'htmlBody', 'attachments'];

/** Throws SetRefusal. */
export async function createEmail(context: MethodContext, given: Record<string, unknown>) {
  const { headers, rest, wrong } = readHeaders(given);
  wrong.push(...Object.keys(rest).filter((property) => !known.includes(property)));
  const misplaced = headers.filter(({ name }) => /^(content-|mime-version$)/i.test(name)); // Content-* belongs to body parts
  if (wrong.length > 0 || misplaced.length > 0) throw invalidProperties([...wrong, ...misplaced.map(({ name }) => `header:${name}`)]);
  const receivedAt = utcDate.nullish().safeParse(rest.receivedAt);
  if (!receivedAt.success) throw invalidProperties(['receivedAt']);
  const mailboxIds = readMailboxIds(context, rest.mailboxIds);
  const keywords = rest.keywords == null ? [] : readKeywords(rest.keywords);
  const root = await readBody(context, rest);
  const now = new Date();
  const bytes = buildMessage({ headers, root }, context.user.login, now);
  if (bytes.length > maxSizeUpload()) throw new SetRefusal('tooLarge', { maxSize: maxSizeUpload() });
  return storeMessage(context.accountId, bytes, renderMessage(bytes), {
    mailboxIds,
    keywords,
    receivedAt: receivedAt.data ? new Date(receivedAt.data) : now,
  });
}
