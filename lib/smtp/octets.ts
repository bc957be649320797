import { binaryString } from '../message/octets.ts';

/** Octets put together. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One character for each octet: patterns match ASCII in it, and positions are octet positions. */
export const octetString = (bytes: Uint8Array): string => binaryString(bytes);
