/**
 * The message as it leaves: without Bcc (RFC 8621 §7.5: it must be removed during delivery) and without verdicts in the name of this server
 * (RFC 8601 §5), otherwise octet for octet what was stored.
 */
import { stripForged } from '#lib/mailauth/strip-forged.ts';

export function outgoing(message: Buffer, headerSize: number, hostname: string): Buffer {
  const kept = stripForged(withoutBcc(message, headerSize), hostname);
  return Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength);
}

function withoutBcc(message: Buffer, headerSize: number): Buffer {
  const header = message.toString('latin1', 0, headerSize);
  // A field, its folded lines included, up to the next one.
  const stripped = header.replaceAll(/^(?:resent-)?bcc[ \t]*:.*(?:\r?\n[ \t].*)*\r?\n?/gim, '');
  if (stripped === header) return message;
  return Buffer.concat([Buffer.from(stripped, 'latin1'), message.subarray(headerSize)]);
}
