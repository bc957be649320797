/** Blob/copy (RFC 8620 §6.3): as with Email/copy, there is no second account to copy from. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { method } from '../method.ts';
import { id } from '../shapes.ts';
import { otherAccount } from '../standard/other-account.ts';

export const blobCopy = method({
  name: 'Blob/copy',
  capability: capability.core,
  args: { fromAccountId: id, blobIds: z.array(z.string()) },
  run: (context, { fromAccountId }) => Promise.reject(otherAccount(context, fromAccountId)),
});
