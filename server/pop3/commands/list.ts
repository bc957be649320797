import type { Command } from '../command.ts';
import { sendListing } from '../listing.ts';

/** RFC 1939 §5: numbers and sizes. */
export const list: Command = {
  state: 'transaction',
  run: (session, argument) => sendListing(session, argument, ({ size }) => String(size)),
};
