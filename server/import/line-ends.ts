/** Lines ended by CRLF, as messages on the wire have them: a bare LF becomes CRLF. A bare CR or a NUL stays: it is part of the message. */
export function withCrlf(bytes: Buffer): Buffer {
  let bare = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) if (bytes[at - 1] !== 13) bare++;
  if (bare === 0) return bytes;
  const out = Buffer.allocUnsafe(bytes.length + bare);
  let length = 0;
  let from = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at - 1] === 13) continue;
    length += bytes.copy(out, length, from, at);
    out[length++] = 13;
    from = at;
  }
  bytes.copy(out, length, from);
  return out;
}

/** A message without the `From ` line that an mbox puts before it. */
export function withoutFromLine(bytes: Buffer): Buffer {
  if (bytes.subarray(0, 5).toString('latin1') !== 'From ') return bytes;
  const end = bytes.indexOf(10);
  return end < 0 ? bytes.subarray(bytes.length) : bytes.subarray(end + 1);
}
