/** The message as a script sees it: its header, which a script may edit (RFC 5293), and its parts, which it may not. */
import { readAddressList, toStoredAddresses } from '../../message/addresses.ts';
import { decodeWords } from '../../message/encoded-word.ts';
import { encodeWords } from '../../message/encoded-word.ts';
import { unfold } from '../../message/header-fields.ts';
import { readMimeTree, type ParsedPart } from '../../message/mime-tree.ts';
import { bytesOf } from '../../message/octets.ts';
import { concat } from '../../smtp/octets.ts';

export interface Field {
  /** Lower-case. */
  name: string;
  /** One character per octet, as in the message, without the last line end. */
  raw: string;
  /** The octets of the whole field, line end included. */
  octets: Uint8Array;
}
/** A header as edited so far; the array is never changed, so that an action can keep it. */
export type Header = readonly Field[];

export class SieveMessage {
  readonly bytes: Uint8Array;
  readonly root: ParsedPart;
  readonly original: Header;
  #header: Header;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.root = readMimeTree(bytes);
    this.original = this.root.fields.map(({ name, raw, start, end }) => ({ name, raw, octets: bytes.subarray(start, end) }));
    this.#header = this.original;
  }

  get size(): number {
    return this.bytes.length;
  }

  /** As it is now. */
  get header(): Header {
    return this.#header;
  }
  set header(header: Header) {
    this.#header = header;
  }

  fields(name: string): Field[] {
    const wanted = name.toLowerCase();
    return this.#header.filter((field) => field.name === wanted);
  }

  /** The first value, decoded. */
  first(name: string): string | undefined {
    const [field] = this.fields(name);
    return field && decodedValue(field.raw);
  }
}

/** RFC 5228 §2.4.2.2: unfolded, encoded words decoded, without blanks around it. */
export const decodedValue = (raw: string): string => decodeWords(unfold(raw)).trim();

/** Addresses of a field, lower levels of groups included, each as written; what is not an address is left out. */
export function addressesIn(raw: string): string[] {
  return toStoredAddresses(readAddressList(unfold(raw)))
    .map(({ email }) => email)
    .filter((email) => email.includes('@'));
}

/** A new field, folded and encoded as RFC 5322 and RFC 2047 want it. */
export function newField(name: string, value: string): Field {
  const encoded = encodeWords(value.replaceAll(/[\r\n\0]+/g, ' ').trim());
  const folded = fold(`${name}: ${encoded}`);
  return { name: name.toLowerCase(), raw: folded.slice(name.length + 1), octets: bytesOf(`${folded}\r\n`) };
}

/** Lines of at most 78 characters where there are blanks to break at (RFC 5322 §2.2.3). */
function fold(line: string): string {
  const words = line.split(' ');
  let length = 0;
  let text = '';
  for (const [index, word] of words.entries()) {
    const breaks = index > 1 && length + word.length + 1 > 78 && word !== '';
    text += index === 0 ? word : breaks ? `\r\n ${word}` : ` ${word}`;
    length = breaks ? word.length + 1 : length + word.length + 1;
  }
  return text;
}

/**
 * The message with an edited header. `added` are the fields in front of everything that was there, when nothing else changed: then the
 * octets behind them are those of the message.
 */
export function editedMessage(message: SieveMessage, header: Header): { added: Uint8Array } | { whole: Uint8Array } {
  const count = header.length - message.original.length;
  if (count >= 0 && message.original.every((field, index) => header[count + index] === field))
    return { added: concat(...header.slice(0, count).map(({ octets }) => octets), new Uint8Array(0)) };
  const { bytes, root } = message;
  const fields = header.map(({ octets }) => octets);
  const last = message.root.fields.at(-1);
  // Between the last field and the body: the empty line; without a header there is none, and it is needed now.
  const between = last ? bytes.subarray(last.end, root.bodyOffset) : new Uint8Array(0);
  const body = bytes.subarray(root.bodyOffset);
  return { whole: concat(...fields, between.length > 0 ? between : bytesOf('\r\n'), body) };
}
