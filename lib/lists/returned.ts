/**
 * Whether a message that came back says that the address will never take mail (RFC 3464 §2.3). That it cannot be had by TLS alone (5.7.30,
 * RFC 8689 §4.2.1) is said of one message.
 */
import { readMimeTree, type ParsedPart } from '../message/mime-tree.ts';
import { binaryString } from '../message/octets.ts';

export function saysGoneForGood(bytes: Uint8Array): boolean {
  const status = find(readMimeTree(bytes), 0);
  if (!status) return false;
  const text = binaryString(bytes, status.bodyOffset, Math.min(status.bodyOffset + status.bodyLength, status.bodyOffset + 65_536));
  // One group of fields for each recipient, the first is of the message.
  return text.split(/\r?\n\r?\n/).some((group) => /^action:\s*failed/im.test(group) && /^status:\s*5\.(?!7\.30\b)/im.test(group));
}

function find(part: ParsedPart, depth: number): ParsedPart | null {
  if (part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status') return part;
  for (const child of depth < 4 ? (part.children ?? []) : []) {
    const found = find(child, depth + 1);
    if (found) return found;
  }
  return null;
}
