/** The message as it leaves: without Bcc (RFC 8621 §7.5: it must be removed during delivery), otherwise octet for octet what was stored. */
export function withoutBcc(message: Buffer, headerSize: number): Buffer {
  const header = message.toString('latin1', 0, headerSize);
  // A field, its folded lines included, up to the next one.
  const stripped = header.replaceAll(/^(?:resent-)?bcc[ \t]*:.*(?:\r?\n[ \t].*)*\r?\n?/gim, '');
  if (stripped === header) return message;
  return Buffer.concat([Buffer.from(stripped, 'latin1'), message.subarray(headerSize)]);
}
