/** The header field `TLS-Required: No` (RFC 8689 §3): its sender would rather have the message arrive without TLS than not at all. */
import { octetString } from './octets.ts';

/** Looks at the first 64 KiB of the header. Named twice, or with another value, the field says nothing. */
export function asksForNoTls(message: Uint8Array): boolean {
  const start = octetString(message.subarray(0, 65_536));
  const end = start.indexOf('\r\n\r\n');
  const fields = [...(end < 0 ? start : start.slice(0, end + 2)).matchAll(/^tls-required[ \t]*:([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)/gim)];
  return fields.length === 1 && /^\s*no\s*$/i.test(fields[0]?.[1] ?? '');
}
