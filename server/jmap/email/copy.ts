/** Email/copy (RFC 8621 §4.7) goes from one account to another. A user sees one account so far: there is nowhere to copy from. */
import { z } from 'zod';
import { accountWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { id, object, state } from '../shapes.ts';

export const emailCopy = method({
  name: 'Email/copy',
  capability: capability.mail,
  args: {
    fromAccountId: id,
    ifFromInState: state.nullish(),
    ifInState: state.nullish(),
    create: z.record(id, object),
    onSuccessDestroyOriginal: z.boolean().nullish(),
    destroyFromIfInState: state.nullish(),
  },
  run({ accountId }, { fromAccountId }) {
    if (fromAccountId !== accountWireId(accountId)) return Promise.reject(new MethodError('fromAccountNotFound'));
    return Promise.reject(new MethodError('invalidArguments', 'fromAccountId: must be another account (RFC 8620 §5.4).'));
  },
});
