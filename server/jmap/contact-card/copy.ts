/** ContactCard/copy (RFC 9610 §3.6) goes from one account to another. Of others' accounts a user sees mail alone: there is nothing to copy. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { id, object, state } from '../shapes.ts';
import { otherAccount } from '../standard/other-account.ts';

export const contactCardCopy = method({
  name: 'ContactCard/copy',
  capability: capability.addressBooks,
  args: {
    fromAccountId: id,
    ifFromInState: state.nullish(),
    ifInState: state.nullish(),
    create: z.record(id, object),
    onSuccessDestroyOriginal: z.boolean().nullish(),
    destroyFromIfInState: state.nullish(),
  },
  run: (context, { fromAccountId }) => {
    otherAccount(context, fromAccountId);
    return Promise.reject(new MethodError('fromAccountNotSupportedByMethod'));
  },
});
