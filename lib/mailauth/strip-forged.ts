/** Takes out what only this server may write: a stranger's field with our name would be believed (RFC 8601 §5). */
import { readHeader, type HeaderField } from '../message/header-fields.ts';

/** The very same bytes when there is nothing to take out. `fields`: those of its header, when they are known. */
export function stripForged(
  message: Uint8Array,
  hostname: string,
  fields: readonly HeaderField[] = readHeader(message, 0, message.length).fields,
): Uint8Array {
  const forged = fields.filter((field) => isOurs(field, hostname.toLowerCase()));
  if (forged.length === 0) return message;
  const kept: Uint8Array[] = [];
  let at = 0;
  for (const { start, end } of forged) {
    kept.push(message.subarray(at, start));
    at = end;
  }
  kept.push(message.subarray(at));
  const whole = new Uint8Array(kept.reduce((size, piece) => size + piece.length, 0));
  let to = 0;
  for (const piece of kept) {
    whole.set(piece, to);
    to += piece.length;
  }
  return whole;
}

function isOurs({ name, raw }: HeaderField, hostname: string): boolean {
  if (name === 'x-posthorn-spam') return true;
  return name === 'authentication-results' && authservId(raw) === hostname;
}

/** RFC 8601 §2.2: the first token or quoted string of the value, comments aside; lower-case. */
export function authservId(value: string): string {
  const text = withoutComments(value).trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  const id = quoted ? (quoted[1] ?? '').replaceAll(/\\(.)/g, '$1') : (/^[^\s;]*/.exec(text)?.[0] ?? '');
  return id.toLowerCase().replace(/\.$/, '');
}

/** Comments nest (RFC 5322 §3.2.2). */
function withoutComments(value: string): string {
  let depth = 0;
  let quoted = false;
  let text = '';
  for (let at = 0; at < value.length && at < 2000; at++) {
    const char = value[at] ?? '';
    if (char === '\\') {
      if (depth === 0) text += char + (value[at + 1] ?? '');
      at++;
    } else if (char === '"' && depth === 0) {
      quoted = !quoted;
      text += char;
    } else if (char === '(' && !quoted) depth++;
    else if (char === ')' && !quoted && depth > 0) depth--;
    else if (depth === 0) text += /\s/.test(char) ? ' ' : char;
  }
  return text;
}
