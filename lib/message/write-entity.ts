/**
 * From parts to the text of a MIME entity (RFC 2045–2047, RFC 2231): 7-bit, lines of at most 76 characters, no blanks at their ends, so that
 * it goes through any server as it is; what is signed depends on that (RFC 3156 §3, RFC 8551 §3.1.3). Pure: boundaries come from outside.
 */
import { encodeWords } from './encoded-word.ts';

export interface Entity {
  /** Lower-case type/subtype. */
  type: string;
  parameters?: Record<string, string>;
  disposition?: 'inline' | 'attachment';
  name?: string;
  cid?: string;
  description?: string;
  /** Text is written in UTF-8; octets as base64; ASCII text that must stay as it is in `plain`. */
  body: { text: string } | { bytes: Uint8Array } | { plain: string } | { parts: Entity[] };
}

export function writeEntity(entity: Entity, newBoundary: () => string): string {
  const { body } = entity;
  if ('parts' in body) {
    const boundary = newBoundary();
    const parts = body.parts.map((part) => `--${boundary}\r\n${writeEntity(part, newBoundary)}\r\n`);
    return `${fieldsOf(entity, { boundary })}\r\n${parts.join('')}--${boundary}--\r\n`;
  }
  if ('plain' in body) return `${fieldsOf(entity, {})}Content-Transfer-Encoding: 7bit\r\n\r\n${withCrlf(body.plain)}`;
  if ('bytes' in body) return `${fieldsOf(entity, {})}Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(body.bytes)}`;
  const charset = { charset: 'utf-8' };
  return `${fieldsOf(entity, charset)}Content-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(withCrlf(body.text))}`;
}

const withCrlf = (text: string) => text.replaceAll(/\r\n|\r|\n/g, '\r\n');

function fieldsOf({ type, parameters, disposition, name, cid, description }: Entity, own: Record<string, string>): string {
  const all = Object.entries({ ...own, ...parameters });
  let fields = `Content-Type: ${type}${all.map(([key, value]) => parameter(key, value)).join('')}${name ? parameter('name', name) : ''}\r\n`;
  if (disposition) fields += `Content-Disposition: ${disposition}${name ? parameter('filename', name) : ''}\r\n`;
  if (cid) fields += `Content-ID: <${cid.replaceAll(/[<>\s]/g, '')}>\r\n`;
  if (description) fields += writeHeader('Content-Description', description);
  return fields;
}

/** On a line of its own; RFC 2231 §4 for what is not ASCII, in pieces of a line each (§3). */
function parameter(name: string, value: string): string {
  const clean = value.replaceAll(/[\p{Cc}]/gu, ' ').toWellFormed();
  if (/^[A-Za-z0-9_+.-]+$/.test(clean) && clean.length < 60) return `;\r\n ${name}=${clean}`;
  if (/^[\x20-\x7e]*$/.test(clean) && clean.length < 60) return `;\r\n ${name}="${clean.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  const encoded = encodeURIComponent(clean).replaceAll(/['()*!]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const pieces = encoded.match(/(?:%[0-9A-F]{2}|[^%]){1,18}/g) ?? [''];
  if (pieces.length === 1) return `;\r\n ${name}*=utf-8''${encoded}`;
  return pieces.map((piece, index) => `;\r\n ${name}*${index}*=${index === 0 ? "utf-8''" : ''}${piece}`).join('');
}

/** A header field with its CRLF, in encoded words where it has to be, folded at blanks (RFC 5322 §2.2.3). */
export function writeHeader(name: string, value: string): string {
  let line = `${name}:`;
  let folded = '';
  for (const word of encodeWords(value.replaceAll(/\p{Cc}+/gu, ' ').trim()).split(' ')) {
    if (line.length + 1 + word.length > 76 && !line.endsWith(':') && line.trim() !== '') {
      folded += `${line}\r\n`;
      line = '';
    }
    line += ` ${word}`;
  }
  return `${folded}${line}\r\n`;
}

/** A mailbox as headers have it: the name as an atom, quoted, or in encoded words. */
export function writeMailbox({ name, email }: { name?: string | null; email: string }): string {
  if (!name?.trim()) return email;
  if (/^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+$/.test(name)) return `${name} <${email}>`;
  const phrase = /^[\x20-\x7e]*$/.test(name) ? `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"` : encodeWords(name);
  return `${phrase} <${email}>`;
}

export function base64Lines(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 57) text += `${btoa(String.fromCharCode(...bytes.subarray(at, at + 57)))}\r\n`;
  return text;
}

/** RFC 2045 §6.7. Blanks at the end of a line, and `From ` and `.` at its beginning, are written as codes, since some servers change them. */
function quotedPrintable(text: string): string {
  return text
    .split('\r\n')
    .map((line) => {
      const codes = [...new TextEncoder().encode(line)].map((octet, index, all) => {
        const isBlank = octet === 32 || octet === 9;
        const isSafe = (octet > 32 && octet < 127 && octet !== 61) || (isBlank && index < all.length - 1);
        return isSafe ? String.fromCharCode(octet) : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
      });
      if (line.startsWith('From ') || line.startsWith('.') || line.startsWith('--'))
        codes[0] = `=${line.charCodeAt(0).toString(16).toUpperCase()}`;
      const lines: string[] = [''];
      for (const code of codes) {
        if ((lines.at(-1) ?? '').length + code.length > 75) lines.push('');
        lines[lines.length - 1] += code;
      }
      return lines.join('=\r\n');
    })
    .join('\r\n');
}
