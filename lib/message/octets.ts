/** Octets as text of one character each, for scanning headers; and the text that 8-bit octets without a charset most likely are. */

/** One character per octet, U+0000 to U+00FF. */
export function binaryString(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const parts: string[] = [];
  for (let at = start; at < end; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 8192))));
  return parts.join('');
}

export function bytesOf(binary: string): Uint8Array {
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at) & 0xff;
  return bytes;
}

/** RFC 6532 says UTF-8; what is not is most often windows-1252. */
export function decodeUnlabelled(binary: string): string {
  if (!/[\u0080-\u00ff]/.test(binary)) return binary;
  const bytes = bytesOf(binary);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
