/** ContactCard/copy (RFC 9610 §3.6) goes from one account to another. A user sees one account so far: there is nowhere to copy from. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
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
  run: (context, { fromAccountId }) => Promise.reject(otherAccount(context, fromAccountId)),
});
