/** Header fields in the forms of RFC 8621 §4.1.2. */
import type { HeaderForm, HeaderProperty } from '#lib/jmap/header-property.ts';
import type { EmailAddress, EmailAddressGroup } from '#lib/jmap/types.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { readDate } from '#lib/message/date.ts';
import { decodeWords } from '#lib/message/encoded-word.ts';
import { readHeader, unfold } from '#lib/message/header-fields.ts';

export interface HeaderField {
  /** As written. */
  name: string;
  /** Raw form. */
  value: string;
  /** The same, one character per octet: what the other forms are read from. */
  binary: string;
}

/** All fields of a header section, in order. */
export function readFields(section: Uint8Array): HeaderField[] {
  return readHeader(section, 0, section.length).fields.map(({ raw, start }) => {
    const line = Buffer.from(section.buffer, section.byteOffset + start, Math.min(1000, section.length - start)).toString('latin1');
    return { name: line.slice(0, line.indexOf(':')).trimEnd(), value: toText(raw), binary: raw };
  });
}

/** Octets that are no UTF-8 become U+FFFD, NUL is dropped. */
function toText(binary: string): string {
  return Buffer.from(binary, 'latin1').toString('utf8').replaceAll('\0', '');
}

/** The value that the property asks for: of the last such field, or of all. */
export function headerForm(fields: readonly HeaderField[], { field, form, all }: HeaderProperty): unknown {
  const found = fields.filter(({ name }) => name.toLowerCase() === field);
  if (all) return found.map((one) => inForm(one, form));
  const last = found.at(-1);
  return last ? inForm(last, form) : null;
}

function inForm(field: HeaderField, form: HeaderForm): unknown {
  switch (form) {
    case 'Raw':
      return field.value;
    case 'Text':
      return asText(field.binary);
    case 'Addresses':
      return addressesOf(field.binary).map(({ name, email }) => ({ name, email }));
    case 'GroupedAddresses':
      return asGroups(field.binary);
    case 'MessageIds':
      return asMessageIds(field.binary);
    case 'Date':
      return readDate(unfold(field.binary))?.iso ?? null;
    case 'URLs':
      return asUrls(field.binary);
  }
}

function asText(binary: string): string {
  return decodeWords(unfold(binary))
    .replaceAll(/[^\P{Cc}\t]/gu, '')
    .normalize('NFC');
}

const addressesOf = (binary: string) => toStoredAddresses(readAddressList(unfold(binary)));

/** Neighbours outside of any group are together under the name null. An empty group is there too. */
function asGroups(binary: string): EmailAddressGroup[] {
  const groups: EmailAddressGroup[] = [];
  let open: EmailAddressGroup | undefined;
  for (const item of readAddressList(unfold(binary))) {
    if (item.kind === 'groupEnd') open = undefined;
    else if (item.kind === 'group') groups.push((open = { name: decodeWords(item.rawName), addresses: [] }));
    else {
      if (!open) groups.push((open = { name: null, addresses: [] }));
      open.addresses.push(...toStoredAddresses([item]).map(({ name, email }): EmailAddress => ({ name, email })));
    }
  }
  return groups;
}

function asMessageIds(binary: string): string[] | null {
  const ids = [...toText(unfold(binary)).matchAll(/<([^<>]+)>/g)].map(([, id = '']) => id.replaceAll(/\s/g, ''));
  return ids.length > 0 ? ids : null;
}

/** RFC 2369 §2: addresses in angle brackets, comments beside them. */
function asUrls(binary: string): string[] | null {
  const urls = [...toText(unfold(binary)).matchAll(/<([^<>]+)>/g)].map(([, url = '']) => url.replaceAll(/\s/g, ''));
  return urls.length > 0 ? urls : null;
}
