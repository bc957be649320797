/** Mailbox/queryChanges (RFC 8621 §2.4): never calculated, the whole list is one small query. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryChangesArguments } from '../shapes.ts';

export const mailboxQueryChanges = method({
  name: 'Mailbox/queryChanges',
  capability: capability.mail,
  args: { ...queryChangesArguments, sortAsTree: z.boolean().nullish(), filterAsTree: z.boolean().nullish() },
  sharing: true,
  run: () => Promise.reject(new MethodError('cannotCalculateChanges')),
});
