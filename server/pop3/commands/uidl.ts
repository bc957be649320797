import type { Command } from '../command.ts';
import { sendListing } from '../listing.ts';

/** RFC 1939 §7: numbers and unique ids. */
export const uidl: Command = {
  state: 'transaction',
  run: (session, argument) => sendListing(session, argument, (letter) => session.open.uniqueId(letter)),
};
