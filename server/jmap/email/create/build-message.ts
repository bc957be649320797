/** From a blueprint to the octets of a message (RFC 5322, RFC 2045–2047, RFC 2231). */
import { randomBytes } from 'node:crypto';
import type { Blueprint, BlueprintHeader, BlueprintPart, PartDetails } from './blueprint.ts';
import { encodeDate, encodeHeader } from './encode-header.ts';

/** Message-ID and Date are made when they are not given (RFC 8621 §4.6). `sender`: whose domain the Message-ID is of. */
export function buildMessage({ headers, root }: Blueprint, sender: string, now: Date): Buffer {
  const has = (field: string) => headers.some(({ name }) => name.toLowerCase() === field);
  const domain = sender.slice(sender.lastIndexOf('@') + 1) || 'localhost';
  const made: BlueprintHeader[] = [
    ...(has('message-id') ? [] : [header('Message-ID', ` <${randomBytes(16).toString('hex')}@${domain}>`)]),
    ...(has('date') ? [] : [header('Date', ` ${encodeDate(now.toISOString())}`)]),
    header('MIME-Version', ' 1.0'),
  ];
  const { fields, body } = buildPart(root);
  return Buffer.concat([Buffer.from([...headers, ...made].map(encodeHeader).join('') + fields + '\r\n'), ...body]);
}

const header = (name: string, value: string): BlueprintHeader => ({ name, form: 'Raw', value });

interface Built {
  fields: string;
  body: Buffer[];
}

function buildPart(part: BlueprintPart): Built {
  switch (part.kind) {
    case 'multipart':
      return buildMultipart(part.details, part.children.map(buildPart));
    case 'text': {
      const text = part.text.replaceAll(/\r\n|\r|\n/g, '\r\n');
      return buildLeaf(part.details, 'utf-8', Buffer.from(text), true);
    }
    case 'blob':
      return buildLeaf(part.details, part.charset, part.bytes, false);
  }
}

function buildMultipart(about: PartDetails, parts: Built[]): Built {
  const boundary = `=_${randomBytes(18).toString('hex')}`; // "=_" stands in no quoted-printable and no base64 text
  const body = parts.flatMap(({ fields, body: inner }) => [Buffer.from(`--${boundary}\r\n${fields}\r\n`), ...inner, Buffer.from('\r\n')]);
  return { fields: fieldsOf(about, `; boundary="${boundary}"`), body: [...body, Buffer.from(`--${boundary}--\r\n`)] };
}

function buildLeaf(about: PartDetails, charset: string | null, bytes: Buffer, isText: boolean): Built {
  // RFC 2046 §5.2.1: an enclosed message is not encoded. 8-bit is converted by the queue for servers that need it.
  if (/^message\/(rfc822|global)$/.test(about.type)) {
    const encoding = bytes.some((octet) => octet > 0x7f) ? '8bit' : '7bit';
    return { fields: fieldsOf(about, '') + `Content-Transfer-Encoding: ${encoding}\r\n`, body: [bytes] };
  }
  const parameter = charset === null ? '' : `; charset=${/^[A-Za-z0-9_-]+$/.test(charset) ? charset : `"${charset}"`}`;
  const encoding = isText ? (isSimple(bytes) ? '7bit' : 'quoted-printable') : 'base64';
  const body = encoding === '7bit' ? bytes : encoding === 'base64' ? toBase64(bytes) : toQuotedPrintable(bytes);
  return { fields: fieldsOf(about, parameter) + `Content-Transfer-Encoding: ${encoding}\r\n`, body: [body] };
}

/** Goes through any server as it is: ASCII, short lines, and no line that mbox or a dot would change or blanks that would get lost. */
function isSimple(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  return /^[\t\r\n\x20-\x7e]*$/.test(text) && !/[^\r\n]{77}|[ \t]\r\n|^From |^\.|[ \t]$/m.test(text);
}

function toBase64(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('base64').replaceAll(/.{76}(?=.)/g, '$&\r\n'));
}

/** RFC 2045 §6.7 of text with CRLF lines. */
function toQuotedPrintable(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split('\r\n');
  return Buffer.from(lines.map(encodeLine).join('\r\n'));
}

function encodeLine(line: string): string {
  const encoded = line
    .replaceAll(/[^\t\x20-\x3c\x3e-\x7e]/g, hex)
    .replace(/[ \t]$/, hex)
    .replace(/^(?:\.|From )/, (start) => hex(start[0] ?? '') + start.slice(1));
  return encoded.length <= 76 ? encoded : softBreaks(encoded);
}

/** Never inside `=XX`. */
function softBreaks(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const [token] of line.matchAll(/=[0-9A-F]{2}|[^=]/g)) {
    if (part.length + token.length > 75) {
      parts.push(part);
      part = '';
    }
    part += token;
  }
  return [...parts, part].join('=\r\n');
}

const hex = (character: string) => `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Content-Type, the other Content-* fields and what else was asked for, with their CRLFs. */
function fieldsOf(about: PartDetails, parameters: string): string {
  const name = about.name === null ? '' : about.name;
  const lines = [`Content-Type: ${about.type}${parameters}${name && /^[\x20-\x7e]*$/.test(name) ? parameterOf('name', name) : ''}`];
  const disposition = about.disposition ?? (name ? 'attachment' : null);
  if (disposition) lines.push(`Content-Disposition: ${disposition}${name ? parameterOf('filename', name) : ''}`);
  if (about.cid) lines.push(`Content-ID: <${about.cid}>`);
  if (about.language?.length) lines.push(`Content-Language: ${about.language.join(', ')}`);
  if (about.location) lines.push(`Content-Location: ${about.location}`);
  return lines.map((line) => `${line}\r\n`).join('') + about.headers.map(encodeHeader).join('');
}

/** A parameter on a line of its own; other letters than ASCII and long values by RFC 2231 §3, §4. */
function parameterOf(name: string, value: string): string {
  if (/^[\x20-\x7e]*$/.test(value) && value.length <= 60) return `;\r\n ${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`;
  const encoded = encodeURIComponent(value).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const pieces = encoded.match(/(?:%[0-9A-F]{2}|[^%]){1,20}/g) ?? [];
  if (pieces.length === 1) return `;\r\n ${name}*=utf-8''${encoded}`;
  return pieces.map((piece, index) => `;\r\n ${name}*${index}*=${index === 0 ? "utf-8''" : ''}${piece}`).join('');
}
