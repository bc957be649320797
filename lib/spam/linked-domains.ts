/** Domains that a message leads to, as lists of bad domains know them. */
import { mimeTreeOf } from '../message/mime-tree.ts';
import { decodePart, everyPart } from '../message/parts.ts';
import { hostOf, registered } from './hosts.ts';
import { urlsIn } from './urls.ts';

const mostText = 256 * 1024;

/** At most `most`, those of the first links first; addresses of numbers are none. */
export function linkedDomains(message: Uint8Array, most: number): string[] {
  const found = new Set<string>();
  let left = mostText;
  for (const part of everyPart(mimeTreeOf(message))) {
    if (!part.type.startsWith('text/') || part.children || left <= 0) continue;
    const text = (decodePart(message, part).text ?? '').slice(0, left);
    left -= text.length;
    for (const url of urlsIn(text)) {
      const host = hostOf(url) ?? '';
      if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) && !/^[\d.]+$/.test(host)) found.add(registered(host));
      if (found.size >= most) return [...found];
    }
  }
  return [...found];
}
