/**
 * Greylisting (RFC 6647), off unless GREYLISTING=on: what a network sends from one address to another for the first time is put off once.
 * Mail servers come again, most robots do not. Who has come again is known for weeks.
 */
import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { config } from '#server/config/config.ts';
import { seeTriplet } from '#server/store/index.ts';

export async function mustComeAgain(address: string, sender: string, recipient: string, now = new Date()): Promise<boolean> {
  if (!config().greylisting) return false;
  const triplet = createHash('sha256')
    .update([network(address), sender.toLowerCase(), recipient.toLowerCase()].join('\0'))
    .digest();
  return !(await seeTriplet(triplet, now));
}

/** RFC 6647 §2.4: the servers of one sender stand side by side. */
function network(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const bytes = ipaddr.process(address).toByteArray();
  return bytes.slice(0, bytes.length === 4 ? 3 : 8).join('.');
}
