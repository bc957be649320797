/** Blob/copy (RFC 8620 §6.3): as with Email/copy, there is no second account to copy from. */
import { z } from 'zod';
import { accountWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { id } from '../shapes.ts';

export const blobCopy = method({
  name: 'Blob/copy',
  capability: capability.core,
  args: { fromAccountId: id, blobIds: z.array(z.string()) },
  run({ accountId }, { fromAccountId }) {
    if (fromAccountId !== accountWireId(accountId)) return Promise.reject(new MethodError('fromAccountNotFound'));
    return Promise.reject(new MethodError('invalidArguments', 'fromAccountId: must be another account.'));
  },
});
