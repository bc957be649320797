/** Blob/copy (RFC 8620 §6.3): out of an account that others share into one's own. */
import { z } from 'zod';
import { uploadBlobId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import type { SetError } from '#lib/jmap/types.ts';
import { putUpload } from '#server/store/index.ts';
import { readVisibleBlob } from '../blob.ts';
import { MethodError } from '../errors.ts';
import { limits } from '../limits.ts';
import { method } from '../method.ts';
import { id } from '../shapes.ts';
import { otherAccount } from '../standard/other-account.ts';
import { orNull } from '../standard/set.ts';

export const blobCopy = method({
  name: 'Blob/copy',
  capability: capability.core,
  args: { fromAccountId: id, blobIds: z.array(z.string()) },
  async run(context, { fromAccountId, blobIds }) {
    const from = otherAccount(context, fromAccountId);
    if (blobIds.length > limits.maxObjectsInSet)
      throw new MethodError('requestTooLarge', `At most ${limits.maxObjectsInSet} blobs at once.`);
    const copied: Record<string, string> = {};
    const notCopied: Record<string, SetError> = {};
    for (const blobId of new Set(blobIds)) {
      const blob = await readVisibleBlob(from, blobId);
      if (!blob) notCopied[blobId] = { type: 'notFound' };
      else copied[blobId] = uploadBlobId((await putUpload(context.accountId, blob.bytes, blob.type)).sha256);
    }
    return { fromAccountId, copied: orNull(copied), notCopied: orNull(notCopied) };
  },
});
