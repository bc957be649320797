import type { Command } from '../command.ts';
import { ok } from '../reply.ts';

/**
 * RFC 6856 §2. Names and passwords are read as UTF-8 always, and messages are sent as they are in either mode, as every server in wide
 * use does: a downgraded message would not be the one that was stored.
 */
export const utf8: Command = { state: 'authorization', run: () => ok('UTF8 enabled') };
