/** HEADER.FIELDS and HEADER.FIELDS.NOT (RFC 9051 §6.4.5.1): the fields as they stand, and the blank line. */
import { octetString, octetsOf } from './wire/octets.ts';

export function pickHeaderFields(header: Uint8Array, names: readonly string[], not: boolean): Uint8Array {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const text = octetString(header);
  let picked = '';
  for (const [field] of text.matchAll(/^[^\r\n][^\n]*(?:\n|$)(?:[ \t][^\n]*(?:\n|$))*/gm)) {
    const colon = field.indexOf(':');
    const name = (colon < 0 ? field : field.slice(0, colon)).trimEnd().toLowerCase();
    if (wanted.has(name) !== not) picked += field;
  }
  return octetsOf(`${picked}\r\n`);
}
