/** Mailbox/queryChanges (RFC 8621 §2.4). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { neverCalculated } from '../standard/window.ts';

export const mailboxQueryChanges = neverCalculated({
  name: 'Mailbox/queryChanges',
  capability: capability.mail,
  sharing: true,
  more: { sortAsTree: z.boolean().nullish(), filterAsTree: z.boolean().nullish() },
});
