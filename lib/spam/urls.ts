/** Addresses of the web in a message, and what they tell. */
import { hostOf, registered } from './hosts.ts';

const most = 200;

/** In text and in attributes of HTML, each once. */
export function urlsIn(text: string): string[] {
  const found = new Set<string>();
  for (const [url] of text.matchAll(/\b(?:https?|ftp):\/\/[^\s<>"'\\)\]]{3,500}/gi)) {
    found.add(url.replace(/[.,;:!?]+$/, ''));
    if (found.size >= most) break;
  }
  return [...found];
}

export function urlTokens(url: string, lists: Set<string>): string[] {
  const host = hostOf(url);
  if (host === null) return [];
  if (/^\d+(\.\d+){0,3}$|^0x/.test(host)) return ['u:address', 'u:any'];
  const owner = registered(host);
  if (lists.has(owner)) return [];
  const found = ['u:any', `ud:${owner}`, `uh:${host}`, `ut:${host.slice(host.lastIndexOf('.') + 1)}`];
  if (/^[a-z]+:\/\/[^/]*@/i.test(url)) found.push('u:user');
  if (/:\d+(\/|$)/.test(url.slice(6))) found.push('u:port');
  if (/%[0-9a-f]{2}/i.test(host) || (url.match(/%[0-9a-f]{2}/gi)?.length ?? 0) > 5) found.push('u:encoded');
  const path = url.slice(url.indexOf(host) + host.length).toLowerCase();
  for (const [word] of path.slice(0, 200).matchAll(/[a-z]{3,20}/g)) found.push(`up:${word}`);
  return found;
}
