/** Address lists (RFC 5322 §3.4), obsolete and broken ones too. Never throws; what cannot be an address is kept as a name. */
import { decodeWords } from './encoded-word.ts';
import type { StoredAddress } from './stored.ts';

export type AddressItem =
  { kind: 'mailbox'; rawName: string | null; email: string } | { kind: 'group'; rawName: string } | { kind: 'groupEnd' };

const mostItems = 10_000;

/** From an unfolded value of one character per octet. Names keep their encoded words. */
export function readAddressList(text: string): AddressItem[] {
  const items: AddressItem[] = [];
  let plain = ''; // the phrase, quotes taken off
  let written = ''; // the same as written, for an address without angle brackets
  let comment = '';
  let done = false; // an address in angle brackets has been read
  let inGroup = false;
  const finish = () => {
    const bare = written.trim();
    if (!done && bare) items.push(bareMailbox(bare, comment));
    plain = written = comment = '';
    done = false;
  };
  for (let at = 0; at < text.length && items.length < mostItems; at++) {
    const character = text[at] ?? '';
    if (character === '"') {
      const end = quotedEnd(text, at);
      plain += text.slice(at + 1, end).replaceAll(/\\(.)/g, '$1');
      written += text.slice(at, end + 1);
      at = end;
    } else if (character === '(') {
      const end = commentEnd(text, at);
      comment = text
        .slice(at + 1, end)
        .replaceAll(/\\(.)/g, '$1')
        .trim();
      at = end;
    } else if (character === '<') {
      const close = text.indexOf('>', at);
      const end = close < 0 ? text.length : close;
      const email = compactAddress(withoutRoute(text.slice(at + 1, end)));
      if (!done) items.push({ kind: 'mailbox', rawName: collapse(plain) || comment || null, email });
      done = true;
      at = end;
    } else if (character === ',') finish();
    else if (character === ';') {
      finish();
      if (inGroup) items.push({ kind: 'groupEnd' });
      inGroup = false;
    } else if (character === ':' && !inGroup && !done && plain.trim() && !written.includes('@')) {
      items.push({ kind: 'group', rawName: collapse(plain) });
      plain = written = comment = '';
      inGroup = true;
    } else {
      plain += character;
      written += character;
    }
  }
  finish();
  if (inGroup) items.push({ kind: 'groupEnd' });
  return items;
}

/** As JMAP keeps them: flat, names decoded, the group as a property. */
export function toStoredAddresses(items: readonly AddressItem[]): StoredAddress[] {
  const found: StoredAddress[] = [];
  let group: string | undefined;
  for (const item of items) {
    if (item.kind === 'group') group = decodeWords(item.rawName);
    else if (item.kind === 'groupEnd') group = undefined;
    else {
      const name = item.rawName === null ? null : decodeWords(item.rawName).trim() || null;
      found.push({ name, email: decodeWords(item.email), ...(group === undefined ? {} : { group }) });
    }
  }
  return found;
}

function bareMailbox(written: string, comment: string): AddressItem {
  const compact = written.includes('"') ? written : written.replaceAll(/\s*([@.])\s*/g, '$1');
  if (compact.includes('@') && !/\s/.test(compact.replaceAll(/"[^"]*"/g, ''))) {
    return { kind: 'mailbox', rawName: comment || null, email: compact };
  }
  const address = compact.split(/\s+/).find((word) => /^.+@./.test(word)); // "Alice alice@crepes.fr", seen in the wild
  if (address) return { kind: 'mailbox', rawName: collapse(compact.replace(address, '').replaceAll('"', '')) || null, email: address };
  return { kind: 'mailbox', rawName: comment || null, email: collapse(compact.replaceAll('"', '')) };
}

/** RFC 5322 §4.4: comments and white space may stand around the dots and the `@` of an address; they are no part of it. */
function compactAddress(text: string): string {
  let bare = '';
  for (let at = 0; at < text.length; at++) {
    const end = text[at] === '"' ? quotedEnd(text, at) : text[at] === '(' ? commentEnd(text, at) : at;
    if (text[at] !== '(') bare += text.slice(at, end + 1);
    at = end;
  }
  return (bare.includes('"') ? bare : bare.replaceAll(/\s*([@.])\s*/g, '$1')).trim();
}

const collapse = (text: string) => text.replaceAll(/[ \t]+/g, ' ').trim();

/** RFC 5322 §4.4: `<@relay,@relay:user@host>`. */
const withoutRoute = (address: string) => address.replace(/^\s*@[^:]*:/, '');

function quotedEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function commentEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
}
