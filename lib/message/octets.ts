/** Octets as text of one character each, for scanning headers; and the text that 8-bit octets without a charset most likely are. */

// The label means windows-1252 (WHATWG Encoding), which differs in 0x80 to 0x9F alone: by characters above U+00FF.
const latin1 = new TextDecoder('latin1');

/** One character per octet, U+0000 to U+00FF. */
export function binaryString(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const these = start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
  if (these.length > 16) {
    const text = latin1.decode(these);
    if (!/[^\0-\u00ff]/.test(text)) return text;
  }
  let text = '';
  for (let at = 0; at < these.length; at += 8192)
    text += String.fromCharCode.apply(null, these.subarray(at, at + 8192) as unknown as number[]);
  return text;
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
