/** The MIME structure of a message that gets lines in front, from the structure that it has without them. */
import { readHeader } from './header-fields.ts';
import type { ParsedPart } from './mime-tree.ts';

/** Far from where the reader of headers stops, so that lines in front move nothing out of the header. */
const most = { octets: 1024 * 1024, fields: 1000 };

/**
 * What `readMimeTree` would find in `prefix` and the message together. Null where it takes a look: when the message does not begin with a
 * field, its first line may go on from the last one of the prefix, or end up as a part of the body.
 */
export function prefixedTree(prefix: Uint8Array, root: ParsedPart): ParsedPart | null {
  const { fields, bodyOffset } = readHeader(prefix, 0, prefix.length);
  const isTrace =
    bodyOffset === prefix.length &&
    prefix.at(-1) === 10 &&
    fields.at(-1)?.end === bodyOffset &&
    fields.every(({ name }) => !name.startsWith('content-'));
  const isPlain = root.fields[0]?.start === 0 && root.fields.length < most.fields && root.bodyOffset < most.octets;
  if (!isTrace || !isPlain || fields.length >= most.fields || prefix.length >= most.octets) return null;
  const moved = movedBy(root, prefix.length);
  return { ...moved, headerOffset: 0, fields: [...fields, ...moved.fields] };
}

function movedBy(part: ParsedPart, by: number): ParsedPart {
  const moved: ParsedPart = {
    ...part,
    headerOffset: part.headerOffset + by,
    bodyOffset: part.bodyOffset + by,
    fields: part.fields.map((field) => ({ ...field, start: field.start + by, end: field.end + by })),
  };
  if (part.children) moved.children = part.children.map((child) => movedBy(child, by));
  if (part.message) moved.message = { ...part.message, root: movedBy(part.message.root, by) };
  return moved;
}
