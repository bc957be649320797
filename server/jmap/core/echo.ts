/** Core/echo (RFC 8620 §4): the arguments come back. It has no account. */
import { capability } from '#lib/jmap/capabilities.ts';
import type { Method } from '../method.ts';

export const coreEcho: Method = {
  name: 'Core/echo',
  capability: capability.core,
  call: (_context, args) => Promise.resolve(args),
};
