/** DNS lists of bad senders, and of bad domains in links (RFC 5782): a listing is an address in 127.0.0.0/8. */
import ipaddr from 'ipaddr.js';
import { linkedDomains } from '#lib/spam/linked-domains.ts';
import type { Reason } from '#lib/spam/reasons.ts';
import { config } from '#server/config/config.ts';
import { log } from '#server/log/log.ts';
import { askDns } from '#server/mailauth/look-up.ts';

const mostDomains = 20;

export async function blockListReasons(remoteAddress: string): Promise<Reason[]> {
  const name = reversed(remoteAddress);
  if (name === null) return [];
  const found = await Promise.all(
    config().dnsBlockLists.map(async ({ zone, points }): Promise<Reason[]> => {
      const listed = await isListed(`${name}.${zone}`, zone);
      return listed ? [{ name: 'list', points, text: `The server that brought it is on the list ${zone}` }] : [];
    }),
  );
  return found.flat();
}

/** Of what it leads to; each list counts once. */
export async function linkListReasons(message: Uint8Array): Promise<Reason[]> {
  const { linkBlockLists } = config();
  if (linkBlockLists.length === 0) return [];
  const domains = linkedDomains(message, mostDomains);
  const found = await Promise.all(
    linkBlockLists.map(async ({ zone, points }): Promise<Reason[]> => {
      const listed = await Promise.all(domains.map(async (domain) => ((await isListed(`${domain}.${zone}`, zone)) ? [domain] : [])));
      const [first] = listed.flat();
      return first === undefined ? [] : [{ name: 'link-list', points, text: `A link leads to ${first}, which is on the list ${zone}` }];
    }),
  );
  return found.flat();
}

/** Null for what is no address, or is not out in the world: no list knows those. */
function reversed(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' && parsed.range() !== 'loopback') return null;
  if (parsed.kind() === 'ipv4') return parsed.toString().split('.').reverse().join('.');
  return [...Buffer.from(parsed.toByteArray()).toString('hex')].reverse().join('.'); // RFC 5782 §2.4
}

/** A list that does not answer says nothing. */
async function isListed(name: string, zone: string): Promise<boolean> {
  try {
    const answers = (await askDns(name, 'A')) as unknown as string[];
    // 127.255.255.0/24 is how lists say that the question was wrong, or that too many were asked.
    return answers.some((answer) => answer.startsWith('127.') && !answer.startsWith('127.255.255.'));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTFOUND' && code !== 'ENODATA') log.warn('spam: a block list does not answer', { zone, code });
    return false;
  }
}
