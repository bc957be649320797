/** When a message arrived where it comes from: the topmost Received line (RFC 5321 §4.4), else its Date. Null: it does not say. */
import { readDate } from './date.ts';
import { firstField, readHeader } from './header-fields.ts';

export function arrivalOf(bytes: Uint8Array, { headerSize, sentAt }: { headerSize: number; sentAt: Date | null }, now: Date): Date | null {
  const received = firstField(readHeader(bytes, 0, Math.min(headerSize, 64 * 1024)).fields, 'received');
  const date = (received && readDate(received.slice(received.lastIndexOf(';') + 1))?.instant) || sentAt;
  return date && date.getTime() > 0 && date <= now ? date : null;
}
