/** Content-Transfer-Encoding (RFC 2045 §6), decoded leniently and in linear time. */

const base64Values = new Int8Array(256).fill(-1);
for (const [value, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  base64Values[letter.charCodeAt(0)] = value;
}
base64Values['-'.charCodeAt(0)] = 62; // the other alphabet turns up in mail, too
base64Values['_'.charCodeAt(0)] = 63;

export function decodeTransfer(bytes: Uint8Array, encoding: string): Uint8Array {
  if (encoding === 'base64') return decodeBase64(bytes);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(bytes);
  return bytes;
}

/** The size after decoding, without decoding base64. */
export function decodedSize(bytes: Uint8Array, encoding: string): number {
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(bytes).length;
  if (encoding !== 'base64') return bytes.length;
  let digits = 0;
  for (const octet of bytes) if ((base64Values[octet] ?? -1) >= 0) digits++;
  return Math.floor((digits * 3) / 4);
}

/** What is no base64 digit is passed over (RFC 2045 §6.8); padding inside starts a new group, as when two were joined. */
export function decodeBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.floor((bytes.length * 3) / 4) + 3);
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const octet of bytes) {
    const value = base64Values[octet] ?? -1;
    if (value >= 0) {
      held = ((held << 6) | value) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out[length++] = (held >> bits) & 0xff;
      }
    } else if (octet === 61) bits = 0;
  }
  return out.subarray(0, length);
}

/** Soft line breaks are joined, white space at line ends goes, and what is no escape stays as it is. */
export function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let lineBase = 0; // where trailing white space of this line may begin at the earliest
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] ?? 0;
    if (octet === 10 || octet === 13) {
      while (length > lineBase && (out[length - 1] === 32 || out[length - 1] === 9)) length--;
      out[length++] = octet;
      lineBase = length;
    } else if (octet !== 61) out[length++] = octet;
    else {
      const high = hexOf(bytes[at + 1]);
      const low = hexOf(bytes[at + 2]);
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low;
        lineBase = length; // an encoded space stays
        at += 2;
        continue;
      }
      const end = softBreakEnd(bytes, at + 1);
      if (end < 0) out[length++] = octet;
      else {
        at = end;
        lineBase = length;
      }
    }
  }
  while (length > lineBase && (out[length - 1] === 32 || out[length - 1] === 9)) length--; // RFC 2045 §6.7: the end of data ends a line too
  return out.subarray(0, length);
}

function hexOf(octet: number | undefined): number {
  if (octet === undefined) return -1;
  if (octet >= 48 && octet <= 57) return octet - 48;
  const letter = octet | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** The last octet of a soft line break that begins after `=`, or -1. At most 76 blanks are looked at, so time stays linear. */
function softBreakEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && at - start < 76 && (bytes[at] === 32 || bytes[at] === 9)) at++;
  if (at >= bytes.length) return at;
  if (bytes[at] === 13 && bytes[at + 1] === 10) return at + 1;
  return bytes[at] === 10 ? at : -1;
}
