/** A message of ours (a draft, an import) into the store. */
import { emailBlobId, emailWireId, threadWireId } from '#lib/ids.ts';
import { splitKeywords } from '#lib/message/keywords.ts';
import type { RenderedMessage } from '#lib/message/stored.ts';
import { deliver, prepareBlob } from '#server/store/index.ts';
import { taken } from '../standard/set.ts';

/** What /set and /import tell of the new Email (RFC 8621 §4.6), beside the number and modseq of the write. Throws SetRefusal. */
export async function storeMessage(
  accountId: number,
  bytes: Buffer,
  rendered: RenderedMessage,
  to: { mailboxIds: number[]; keywords: string[]; receivedAt: Date },
) {
  const blob = await prepareBlob(bytes);
  const { mailboxIds, receivedAt } = to;
  const item = { accountId, mailboxIds, blob, prefix: null, rendered, receivedAt, enforceQuota: true, ...splitKeywords(to.keywords) };
  const [delivered] = taken(await deliver([item]));
  if (!delivered) throw new Error('the store delivered nothing');
  const { emailId, threadId, modseq } = delivered;
  return {
    id: emailWireId(accountId, emailId),
    blobId: emailBlobId(accountId, emailId),
    threadId: threadWireId(accountId, threadId),
    size: rendered.size,
    emailId,
    modseq,
  };
}
