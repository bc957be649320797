/** xtext (RFC 3461 §4): printable ASCII as it is, but `+` and `=`; every other octet as `+` and two upper-case hexadecimal digits. */
import { encode, octetString } from './octets.ts';

export const encodeXtext = (text: string): string =>
  octetString(encode(text)).replaceAll(/[^!-*,-<>-~]/g, (octet) => `+${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

/** Null for what is not xtext. Octets that are no UTF-8 are shown as such. */
export function decodeXtext(text: string): string | null {
  if (!/^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(text)) return null;
  const octets = text.replaceAll(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return new TextDecoder().decode(Uint8Array.from(octets, (character) => character.charCodeAt(0)));
}
