/** Header fields as they are written: encoded words (RFC 2047), addresses and groups (RFC 5322 §3.4), folded lines (§2.2.3). */
import type { EmailAddress, EmailAddressGroup } from '#lib/jmap/types.ts';
import { encodeWords } from '#lib/message/encoded-word.ts';
import type { BlueprintHeader } from './blueprint.ts';

const lineLength = 76;

/** With its CRLF. The values were checked when they were read (read-headers.ts). */
export function encodeHeader({ name, form, value }: BlueprintHeader): string {
  switch (form) {
    case 'Raw': {
      const raw = value as string;
      return `${name}:${/^[ \t]/.test(raw) || raw === '' ? raw : ` ${raw}`}\r\n`;
    }
    case 'Text':
      return fold(name, encodeWords(value as string));
    case 'Addresses':
      return fold(name, (value as EmailAddress[]).map(encodeAddress).join(', '));
    case 'GroupedAddresses':
      return fold(name, (value as EmailAddressGroup[]).map(encodeGroup).join(', '));
    case 'MessageIds':
      return fold(name, (value as string[]).map((id) => `<${id}>`).join(' '));
    case 'URLs':
      return fold(name, (value as string[]).map((url) => `<${url}>`).join(', '));
    case 'Date':
      return fold(name, encodeDate(value as string));
  }
}

/** Lines of at most 76 characters where there is a blank to break at; a longer word stays whole. */
function fold(name: string, value: string): string {
  let line = `${name}:`;
  let folded = '';
  for (const word of value.split(' ')) {
    if (line.length + 1 + word.length > lineLength && line.trim() !== '' && !line.endsWith(':')) {
      folded += `${line}\r\n`;
      line = '';
    }
    line += ` ${word}`;
  }
  return `${folded}${line}\r\n`;
}

/** A display name: atoms as they are, other ASCII in quotation marks, the rest as encoded words. */
function encodePhrase(name: string): string {
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?: [A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/.test(name) && !name.includes('=?')) return name;
  if (/^[\x20-\x7e]*$/.test(name) && !name.includes('=?')) return `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
  return encodeWords(name);
}

/** What a half-written draft has for an address is kept as it is, without what would make it two. */
function encodeAddress({ name, email }: { name?: string | null; email: string }): string {
  const address = email.replaceAll(/[<>]/g, '');
  if (!name) return /^[^\s,;:()"[\]\\]+$/.test(address) ? address : `<${address}>`;
  return `${encodePhrase(name)} <${address}>`;
}

function encodeGroup({ name, addresses }: EmailAddressGroup): string {
  const list = addresses.map(encodeAddress).join(', ');
  return name === null || name === undefined ? list : `${encodePhrase(name)}:${list ? ` ${list}` : ''};`;
}

/** RFC 3339 → RFC 5322 §3.3, with the offset as given. */
export function encodeDate(text: string): string {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(text);
  const minutes = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  const local = new Date(Date.parse(text) + minutes * 60_000).toUTCString(); // Tue, 10 Jul 2018 11:03:11 GMT
  return local.replace('GMT', offset ? `${offset[1]}${offset[2]}${offset[3]}` : '+0000');
}
