/**
 * Octets as strings of characters U+0000–U+00FF, one each: the form in which the grammar reads protocol input. Text becomes Unicode only
 * where a rule says which charset it is in.
 */
import { binaryString } from '../../message/octets.ts';

export const octetString = (bytes: Uint8Array): string => binaryString(bytes);

/** The octets again. Only for strings of such characters. */
export function octetsOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) bytes[n] = text.charCodeAt(n);
  return bytes;
}

/** Octets read as UTF-8; null when they are not. */
export function decodeUtf8(octets: string): string | null {
  const escaped = octets.replace(/[%\u0080-\u00ff]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  try {
    return decodeURIComponent(escaped);
  } catch {
    return null;
  }
}

export function encodeUtf8(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
