/** A string of a ManageSieve answer (RFC 5804 §4): quoted where that can be, else a literal. */
import { bytesOf } from '../message/octets.ts';

export function writeString(text: string): string {
  const quotable = !/[\r\n\0]/.test(text) && new TextEncoder().encode(text).length <= 1000;
  return quotable ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `{${new TextEncoder().encode(text).length}}\r\n${text}`;
}

/** The octets of a literal, as they are. */
export const literal = (octets: Uint8Array): Uint8Array[] => [bytesOf(`{${octets.length}}\r\n`), octets];
