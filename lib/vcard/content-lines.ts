/**
 * vCard content lines (RFC 6350 §3.2–3.4, RFC 2426, vCard 2.1). Read leniently: what programs write differs from what the RFCs say, and
 * one odd line must not cost the rest of somebody's contacts. A library was not taken as those at hand refuse the file at such a line.
 */
import { decodeCharset } from '../message/charset.ts';

export interface ContentLine {
  group: string;
  /** Lower-case. */
  name: string;
  /** Names lower-case; values as they were, lists apart. */
  params: Map<string, string[]>;
  /** As it stands: escapes not undone, but a transfer encoding of vCard 2.1 is. */
  value: string;
}

/** The lines of each card, between BEGIN:VCARD and END:VCARD. */
export function readCards(text: string): ContentLine[][] {
  const cards: ContentLine[][] = [];
  let current: ContentLine[] | undefined;
  for (const logical of unfold(text)) {
    const line = readLine(logical);
    if (!line) continue;
    const isCard = line.value.trim().toLowerCase() === 'vcard';
    if (line.name === 'begin' && isCard) current = [];
    else if (line.name === 'end' && isCard) {
      if (current) cards.push(current);
      current = undefined;
    } else current?.push(line);
  }
  return cards;
}

function unfold(text: string): string[] {
  const lines: string[] = [];
  for (const physical of text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)) {
    const last = lines.at(-1);
    if (last !== undefined && /^[ \t]/.test(physical)) lines[lines.length - 1] = last + physical.slice(1);
    // vCard 2.1: a line of quoted-printable goes on where it ends in `=`.
    else if (last?.endsWith('=') && /^[^:]*quoted-printable[^:]*:/i.test(last)) lines[lines.length - 1] = last.slice(0, -1) + physical;
    else lines.push(physical);
  }
  return lines;
}

function readLine(line: string): ContentLine | undefined {
  const head = /^(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)(?=[;:])/.exec(line);
  if (!head) return undefined;
  const params = new Map<string, string[]>();
  let at = head[0].length;
  while (line[at] === ';') {
    const name = /^[^=:;]*/.exec(line.slice(at + 1))?.[0] ?? '';
    at += 1 + name.length;
    if (line[at] !== '=') {
      add(params, impliedParameter(name), name); // vCard 2.1: `TEL;HOME:` is TYPE=HOME
      continue;
    }
    do {
      const { value, end } = readParamValue(line, at + 1);
      add(params, name.trim().toLowerCase(), value);
      at = end;
    } while (line[at] === ',');
  }
  if (line[at] !== ':') return undefined;
  return decode({ group: (head[1] ?? '').toLowerCase(), name: (head[2] ?? '').toLowerCase(), params, value: line.slice(at + 1) });
}

const impliedParameter = (name: string) => (/^(quoted-printable|base64|8bit|7bit)$/i.test(name.trim()) ? 'encoding' : 'type');

function readParamValue(line: string, from: number): { value: string; end: number } {
  if (line[from] === '"') {
    const close = line.indexOf('"', from + 1);
    if (close > 0) return { value: undoCarets(line.slice(from + 1, close)), end: close + 1 };
  }
  const value = /^[^;:,]*/.exec(line.slice(from))?.[0] ?? '';
  return { value: undoCarets(value.trim()), end: from + value.length };
}

/** RFC 6868. */
const undoCarets = (text: string) => text.replaceAll(/\^(n|\^|')/g, (_all, code: string) => ({ n: '\n', '^': '^', "'": '"' })[code] ?? '');

function add(params: Map<string, string[]>, name: string, value: string): void {
  const values = params.get(name) ?? [];
  // TYPE="voice,home" is two values (RFC 6350 §5.6).
  params.set(name, [...values, ...(name === 'type' ? value.split(',').map((one) => one.trim()) : [value])]);
}

function decode(line: ContentLine): ContentLine {
  const encoding = line.params.get('encoding')?.[0]?.toLowerCase();
  const charset = line.params.get('charset')?.[0];
  if (encoding !== 'quoted-printable') return line;
  const octets = [...line.value.replaceAll(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))];
  const bytes = octets.every((character) => character.charCodeAt(0) < 256)
    ? Uint8Array.from(octets, (character) => character.charCodeAt(0))
    : new TextEncoder().encode(octets.join(''));
  const params = new Map([...line.params].filter(([name]) => name !== 'encoding' && name !== 'charset'));
  return { ...line, params, value: decodeCharset(bytes, charset ?? 'utf-8').text.replaceAll(/\r?\n/g, '\\n') };
}

/** RFC 6350 §3.4: `\n`, `\,`, `\;`, `\\`, and what others escape besides. */
export function unescapeText(text: string): string {
  return text.replaceAll(/\\([^])/g, (_all, character: string) => (character === 'n' || character === 'N' ? '\n' : character));
}

/** Divides at a separator that is not escaped; the parts are still escaped. */
export function splitAt(text: string, separator: ';' | ','): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') parts[parts.length - 1] += character + (text[++at] ?? '');
    else if (character === separator) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** A structured value: components, each a list of values; empty ones are left out of their list. */
export function readStructured(text: string): string[][] {
  return splitAt(text, ';').map((component) => splitAt(component, ',').map(unescapeText).filter(Boolean));
}
