/** `value; name=value; …` of Content-Type and Content-Disposition (RFC 2045 §5.1), with RFC 2231's continuations and charsets. */
import { decodeCharset } from './charset.ts';
import { decodeWords } from './encoded-word.ts';
import { bytesOf, decodeUnlabelled } from './octets.ts';

export interface Parameterised {
  /** Lower-case. */
  value: string;
  /** By lower-case name, as written (one character per octet), continuations joined; for IMAP: `name*` stays so (RFC 2231 §4). */
  raw: Map<string, string>;
  /** The same, decoded to Unicode. */
  decoded: Map<string, string>;
}

const mostParameters = 200;

export function readParameters(text: string): Parameterised {
  const semicolon = endOfToken(text, 0);
  const value = stripComments(text.slice(0, semicolon)).trim().toLowerCase();
  const raw = new Map<string, string>();
  for (let at = semicolon + 1; at < text.length && raw.size < mostParameters;) {
    const end = endOfToken(text, at);
    const part = text.slice(at, end);
    const equals = part.indexOf('=');
    if (equals > 0) {
      const name = stripComments(part.slice(0, equals)).trim().toLowerCase();
      if (name && !raw.has(name)) raw.set(name, unquote(part.slice(equals + 1)));
    }
    at = end + 1;
  }
  return { value, ...joinContinuations(raw) };
}

/** The next semicolon outside quotes. */
function endOfToken(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quoted) at++;
    else if (character === '"') quoted = !quoted;
    else if (character === ';' && !quoted) return at;
  }
  return text.length;
}

function unquote(text: string): string {
  const clean = text.trim();
  if (!clean.startsWith('"')) return stripComments(clean).trim();
  const body = clean.slice(1);
  let out = '';
  for (let at = 0; at < body.length && body[at] !== '"'; at++) {
    if (body[at] === '\\' && at + 1 < body.length) at++;
    out += body[at] ?? '';
  }
  return out;
}

function stripComments(text: string): string {
  return text.includes('(') ? text.replaceAll(/\([^()]*\)/g, ' ') : text;
}

/** RFC 2231 §3 and §4: `name*0*=utf-8''…; name*1=…`. */
function joinContinuations(found: Map<string, string>): { raw: Map<string, string>; decoded: Map<string, string> } {
  const raw = new Map<string, string>();
  const decoded = new Map<string, string>();
  const pieces = new Map<string, { number: number; extended: boolean; value: string }[]>();
  for (const [name, value] of found) {
    const match = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name);
    if (!match) {
      raw.set(name, value);
      decoded.set(name, value.includes('=?') ? decodeWords(value) : decodeUnlabelled(value));
      continue;
    }
    const base = match[1] ?? name;
    const piece = { number: Number(match[2] ?? 0), extended: match[2] === undefined || match[3] === '*', value };
    pieces.set(base, [...(pieces.get(base) ?? []), piece]);
  }
  for (const [name, list] of pieces) {
    list.sort((a, b) => a.number - b.number);
    let charset = 'utf-8';
    let binary = '';
    let written = '';
    const isExtended = list.some(({ extended }) => extended);
    for (const [index, { extended, value }] of list.entries()) {
      let text = value;
      const tick = index === 0 && extended ? /^([^']*)'[^']*'/.exec(value) : null;
      if (tick) {
        charset = tick[1] || charset;
        text = value.slice(tick[0].length);
      }
      written += extended || !isExtended ? value : percentEncoded(value);
      binary += extended ? text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
    }
    raw.set(isExtended ? `${name}*` : name, written);
    decoded.set(name, decodeCharset(bytesOf(binary), charset).text);
  }
  return { raw, decoded };
}

/** A piece without percent signs of its own, among some that have them. */
function percentEncoded(binary: string): string {
  return binary.replaceAll(/[^!#$&+.^_`{|}~0-9A-Za-z-]/g, (octet) => `%${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
