/** Addresses of the web in a message, and what they tell. */
import { hostOf, registered } from './hosts.ts';
import { withoutNames, type Passage } from './passage.ts';

const most = 200;
/** Of an address of the web, as far as it is read by its letters. */
const mostLetters = 100;

/** In text and in attributes of HTML, each once. */
export function urlsIn(text: string): string[] {
  const found = new Set<string>();
  for (const [url] of text.matchAll(/\b(?:https?|ftp):\/\/[^\s<>"'\\)\]]{3,500}/gi)) {
    found.add(url.replace(/[.,;:!?]+$/, ''));
    if (found.size >= most) break;
  }
  return [...found];
}

/** Of an address: its host and who owns it, words and the form of its path, and its letters five by five, as names are made of pieces. */
export function addUrl(url: string, passage: Passage, found: Set<string>): void {
  const host = hostOf(url);
  if (host === null) return;
  found.add('u:any');
  if (/^\d+(\.\d+){0,3}$|^0x/.test(host)) {
    found.add('u:address');
    return;
  }
  const owner = registered(host);
  if (passage.lists.has(owner) || passage.homes.has(owner)) return;
  found
    .add(`ud:${owner}`)
    .add(`uh:${host}`)
    .add(`ut:${host.slice(host.lastIndexOf('.') + 1)}`);
  for (const word of (owner.split('.')[0] ?? '').split('-')) if (word.length > 2) found.add(`uw:${word}`);
  if (/^[a-z]+:\/\/[^/]*@/i.test(url)) found.add('u:user');
  if (/:\d+(\/|$)/.test(url.slice(6))) found.add('u:port');
  if (/%[0-9a-f]{2}/i.test(host) || (url.match(/%[0-9a-f]{2}/gi)?.length ?? 0) > 5) found.add('u:encoded');
  const lower = url.toLowerCase();
  const path = lower.slice(lower.indexOf(host) + host.length, most);
  for (const [word] of withoutNames(path, passage).matchAll(/[a-z]{3,20}/g)) found.add(`up:${word}`);
  const form = path
    .slice(0, mostLetters)
    .replaceAll(/[a-z_-]+/g, 'a')
    .replaceAll(/\d+/g, '0');
  found.add(`us:${form.slice(0, 16)}`);
  const letters = withoutNames(lower.replace(/^[a-z]+:\/\//, ''), passage)
    .slice(0, mostLetters)
    .replaceAll(/\d/g, '0');
  for (let at = 0; at + 5 <= letters.length; at++) found.add(`u5:${letters.slice(at, at + 5)}`);
}
