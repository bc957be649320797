/** MDN/parse (RFC 9007 §2.2). */
import { z } from 'zod';
import { emailWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { readMdn } from '#lib/mdn/read-mdn.ts';
import { renderMessage } from '#lib/message/render.ts';
import { queryEmails } from '#server/store/index.ts';
import { readBlobById } from '../blob.ts';
import { method } from '../method.ts';
import { idsToGet } from '../standard/get.ts';
import { orNull } from '../standard/set.ts';

export const mdnParse = method({
  name: 'MDN/parse',
  capability: capability.mdn,
  args: { blobIds: z.array(z.string()) },
  async run({ accountId }, { blobIds }) {
    const parsed: Record<string, object> = {};
    const notParsable: string[] = [];
    const notFound: string[] = [];
    for (const blobId of idsToGet(blobIds) ?? []) {
      const blob = await readBlobById(accountId, blobId);
      const found = blob && readMdn(blob.bytes, renderMessage(blob.bytes));
      if (!blob) notFound.push(blobId);
      else if (!found) notParsable.push(blobId);
      else parsed[blobId] = { forEmailId: await emailOf(accountId, found.originalMessageId), ...found };
    }
    return { parsed: orNull(parsed), notParsable: orNull(notParsable), notFound: orNull(notFound) };
  },
});

/** Null when there is none, or more than one, with this Message-ID. */
async function emailOf(accountId: number, messageId: string | null): Promise<string | null> {
  const value = messageId?.replaceAll(/[<>\s]/g, '') ?? '';
  if (value === '') return null;
  const found = await queryEmails(accountId, {
    ...{ filter: { header: 'Message-ID', value }, sort: [{ property: 'receivedAt', ascending: false }] },
    ...{ collapseThreads: false, position: 0, limit: 2, calculateTotal: false },
  });
  if (found === 'anchorNotFound' || found.ids.length !== 1) return null;
  return emailWireId(accountId, found.ids[0] ?? 0);
}
