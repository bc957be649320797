/** Reading parts of a message by what the store knows of them. */
import { decodeCharset } from './charset.ts';
import type { StoredPart } from './stored.ts';
import { decodeTransfer } from './transfer-encoding.ts';

export interface DecodedPart {
  bytes: Uint8Array;
  /** For text/*: decoded by its charset, line ends as they are. */
  text?: string;
  /** The charset is unknown, or octets do not fit it. */
  problem?: boolean;
}

/** Undoes the transfer encoding, and for text the charset. `message` is the whole message that the part's offsets refer to. */
export function decodePart(message: Uint8Array, part: StoredPart): DecodedPart {
  const bytes = decodeTransfer(message.subarray(part.bodyOffset, part.bodyOffset + part.bodyLength), part.encoding);
  if (!part.type.startsWith('text/')) return { bytes };
  const { text, problem } = decodeCharset(bytes, part.charset);
  return { bytes, text, problem };
}

/** Parts in their order; those of enclosed messages only when asked for. */
export function* everyPart(root: StoredPart, { enclosed = false } = {}): Generator<StoredPart> {
  yield root;
  for (const child of root.children ?? []) yield* everyPart(child, { enclosed });
  if (enclosed && root.message) yield* everyPart(root.message.root, { enclosed });
}

export function findPart(root: StoredPart, id: string): StoredPart | undefined {
  for (const part of everyPart(root, { enclosed: true })) if (part.id === id) return part;
  return undefined;
}
