/**
 * The MIME structure of a message with exact offsets (RFC 2045, RFC 2046 §5.1). One pass finds all lines that could be delimiters; each
 * entity then looks only at those inside it, so time stays near linear for hostile nesting. Limits: depth 100, 10,000 parts.
 */
import { decodeWords } from './encoded-word.ts';
import { firstField, readHeader, type HeaderField } from './header-fields.ts';
import { binaryString } from './octets.ts';
import { readParameters } from './parameters.ts';
import type { StoredPart } from './stored.ts';
import { decodedSize } from './transfer-encoding.ts';

const deepest = 100;
const mostParts = 10_000;

/** A part with what the store does not keep: its header fields. */
export interface ParsedPart extends StoredPart {
  fields: HeaderField[];
  children?: ParsedPart[];
  message?: { envelopeSubject: string; root: ParsedPart };
}

export function readMimeTree(bytes: Uint8Array): ParsedPart {
  return new TreeReader(bytes).message(0, bytes.length, '', 0);
}

const known = new WeakMap<Uint8Array, ParsedPart>();

/** As `readMimeTree`, for octets that nobody changes and several look at: they are taken apart once. The tree is for reading only. */
export function mimeTreeOf(bytes: Uint8Array): ParsedPart {
  const found = known.get(bytes) ?? readMimeTree(bytes);
  known.set(bytes, found);
  return found;
}

class TreeReader {
  readonly #bytes: Uint8Array;
  /** Offsets of lines that begin with `--`. */
  readonly #dashLines: number[] = [];
  /** Offsets of all line feeds. */
  readonly #lineFeeds: Uint32Array;
  #parts = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    if (bytes[0] === 45 && bytes[1] === 45) this.#dashLines.push(0);
    let lineFeeds = new Uint32Array(16 + (bytes.length >> 5));
    let count = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
      if (count === lineFeeds.length) {
        const more = new Uint32Array(count * 2);
        more.set(lineFeeds);
        lineFeeds = more;
      }
      lineFeeds[count++] = at;
      if (bytes[at + 1] === 45 && bytes[at + 2] === 45) this.#dashLines.push(at + 1);
    }
    this.#lineFeeds = lineFeeds.subarray(0, count);
  }

  /** A whole message: its root is part '' when it is a multipart, else '1' (RFC 3501 §6.4.5). */
  message(start: number, end: number, prefix: string, depth: number): ParsedPart {
    return this.#entity(start, end, prefix, depth, true, 'text/plain');
  }

  #entity(start: number, end: number, id: string, depth: number, isRoot: boolean, defaultType: string): ParsedPart {
    this.#parts++;
    const { fields, bodyOffset } = readHeader(this.#bytes, start, end);
    const content = readParameters(firstField(fields, 'content-type') ?? defaultType);
    const type = /^[^\s/]+\/[^\s/]+$/.test(content.value) ? content.value : 'text/plain';
    const boundary = content.raw.get('boundary');
    const isMultipart = type.startsWith('multipart/') && boundary !== undefined && boundary !== '';
    const encoding =
      (firstField(fields, 'content-transfer-encoding') ?? '7bit')
        .slice(0, 200)
        .replaceAll(/\(.*?\)|["\s;]/g, '')
        .toLowerCase() || '7bit';
    const part: ParsedPart = {
      ...describe(fields, type.startsWith('multipart/') && !isMultipart ? 'text/plain' : type, content),
      id: isRoot && !isMultipart ? join(id, 1) : id,
      encoding,
      headerOffset: start,
      bodyOffset,
      bodyLength: end - bodyOffset,
      decodedSize: 0,
      lines: this.#linesIn(bodyOffset, end),
      fields,
    };
    const mayNest = depth < deepest && this.#parts < mostParts;
    if (isMultipart && mayNest) {
      const childType = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
      const ranges = this.#children(bodyOffset, end, boundary);
      part.children = ranges.map(([from, to], index) => this.#entity(from, to, join(id, index + 1), depth + 1, false, childType));
    }
    if (part.children?.length === 0 || (isMultipart && !part.children)) {
      // Never an empty multipart: what has no part is a text of its own.
      delete part.children;
      part.type = 'text/plain';
      if (isRoot) part.id = join(id, 1);
    }
    const isPlainMessage = type === 'message/rfc822' || type === 'message/global';
    if (isPlainMessage && mayNest && !['base64', 'quoted-printable'].includes(encoding)) {
      const root = this.message(bodyOffset, end, part.id, depth + 1);
      part.message = { envelopeSubject: decodeWords(firstField(root.fields, 'subject') ?? ''), root };
    }
    if (!part.children) part.decodedSize = decodedSize(this.#bytes.subarray(bodyOffset, end), encoding);
    return part;
  }

  /** Ranges between delimiter lines. The line end before a delimiter belongs to it (RFC 2046 §5.1.1). */
  #children(start: number, end: number, boundary: string): [from: number, to: number][] {
    const ranges: [number, number][] = [];
    let open = -1;
    for (let index = firstAtLeast(this.#dashLines, start); index < this.#dashLines.length; index++) {
      const at = this.#dashLines[index] ?? end;
      if (at >= end || ranges.length >= mostParts) break;
      const lineFeed = this.#bytes.indexOf(10, at);
      const lineEnd = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
      if (lineEnd - at > boundary.length + 200) continue;
      const line = binaryString(this.#bytes, at + 2, lineEnd).replace(/[ \t]*\r?\n?$/, '');
      const isLast = line === `${boundary}--`;
      if (line !== boundary && !isLast) continue;
      if (open >= 0) ranges.push([open, Math.max(open, this.#beforeLineEnd(at, open))]);
      open = isLast ? -1 : lineEnd;
      if (isLast) break;
    }
    if (open >= 0 && (open < end || ranges.length === 0)) ranges.push([open, end]); // the closing delimiter is missing
    return ranges;
  }

  #beforeLineEnd(at: number, open: number): number {
    if (at - 1 < open || this.#bytes[at - 1] !== 10) return at;
    return at - 2 >= open && this.#bytes[at - 2] === 13 ? at - 2 : at - 1;
  }

  /** Line feeds in the range. The line end before a delimiter is the delimiter's, so a part of one line may well have none, as elsewhere. */
  #linesIn(start: number, end: number): number {
    return end <= start ? 0 : firstAtLeast(this.#lineFeeds, end) - firstAtLeast(this.#lineFeeds, start);
  }
}

const join = (id: string, number: number) => (id === '' ? String(number) : `${id}.${number}`);

function firstAtLeast(sorted: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Description = Pick<StoredPart, 'type'> & Omit<Partial<StoredPart>, 'children' | 'message'>;

function describe(fields: HeaderField[], type: string, content: ReturnType<typeof readParameters>): Description {
  const found: Description = { type };
  if (content.raw.size > 0) found.params = Object.fromEntries(content.raw);
  const charset = content.decoded.get('charset');
  if (charset) found.charset = charset;
  const written = firstField(fields, 'content-disposition');
  const disposition = written === undefined ? undefined : readParameters(written);
  if (disposition?.value) {
    found.disposition = disposition.value;
    if (disposition.raw.size > 0) found.dispositionParams = Object.fromEntries(disposition.raw);
  }
  const name = disposition?.decoded.get('filename') ?? content.decoded.get('name');
  if (name) found.name = name;
  const cid = firstField(fields, 'content-id')?.replace(/^<(.*)>$/, '$1');
  if (cid) found.cid = cid;
  const language = firstField(fields, 'content-language');
  if (language) found.language = language.split(/[\s,]+/).filter(Boolean);
  const location = firstField(fields, 'content-location');
  if (location) found.location = location;
  return found;
}
