/** The test `body` (RFC 5173). Match variables stay as they are (§6). */
import { htmlToText } from '../../html/to-text.ts';
import { decodeUnlabelled, binaryString } from '../../message/octets.ts';
import { decodePart, everyPart } from '../../message/parts.ts';
import type { StoredPart } from '../../message/stored.ts';
import type { Node } from '../check/program.ts';
import { sieveLimits } from '../limits.ts';
import { matchOf } from './matching.ts';
import { decide } from './header-tests.ts';
import type { Run } from './run-state.ts';

const most = sieveLimits.bodyLength;

export function runBody(run: Run, node: Node): boolean {
  const match = matchOf(run, node, run.expandAll(node.args[0]?.strings), { setsVariables: false });
  return decide(match, textsOf(run, node));
}

function textsOf(run: Run, { tags }: Node): string[] {
  const { message } = run;
  // §5.1: all of it, undecoded.
  if (tags.has(':raw'))
    return [binaryString(message.bytes, message.root.bodyOffset, Math.min(message.size, message.root.bodyOffset + most))].map(
      decodeUnlabelled,
    );
  const wanted = tags.has(':content') ? run.expandAll(tags.get(':content')?.strings).map((type) => type.toLowerCase()) : null;
  const texts: string[] = [];
  let left = most;
  for (const part of everyPart(message.root, { enclosed: wanted === null })) {
    if (left <= 0) break;
    const text =
      wanted === null
        ? readable(message.bytes, part, left)
        : wanted.some((type) => isOfType(part, type))
          ? content(message.bytes, part, left)
          : null;
    if (text === null) continue;
    left -= text.length;
    texts.push(text);
  }
  return texts;
}

/** §5.3: what a person would read. */
function readable(bytes: Uint8Array, part: StoredPart, left: number): string | null {
  if (!part.type.startsWith('text/') || part.children) return null;
  const text = decodePart(bytes, cut(part, left)).text ?? '';
  return (part.type === 'text/html' ? htmlToText(text, left) : text).slice(0, left);
}

/** §5.2: '' is every type, a word is a type with all its subtypes. */
function isOfType({ type }: StoredPart, wanted: string): boolean {
  if (wanted === '') return true;
  return wanted.includes('/') ? type === wanted : type.startsWith(`${wanted}/`);
}

function content(bytes: Uint8Array, part: StoredPart, left: number): string {
  if (part.children) {
    // §5.2: of a multipart, what stands before its first and behind its last part.
    const [first, last] = [part.children[0], part.children.at(-1)];
    const end = part.bodyOffset + part.bodyLength;
    const behind = last ? last.bodyOffset + last.bodyLength : end;
    return (
      binaryString(bytes, part.bodyOffset, Math.min(first?.headerOffset ?? end, part.bodyOffset + left)) +
      binaryString(bytes, behind, Math.min(end, behind + left))
    ).slice(0, left);
  }
  // §5.2: of an enclosed message its header.
  if (part.message) return binaryString(bytes, part.bodyOffset, Math.min(part.message.root.bodyOffset, part.bodyOffset + left));
  const decoded = decodePart(bytes, cut(part, left));
  return (decoded.text ?? decodeUnlabelled(binaryString(decoded.bytes))).slice(0, left);
}

/** Four octets may be one character, and base64 takes four for three. */
const cut = (part: StoredPart, left: number): StoredPart => ({ ...part, bodyLength: Math.min(part.bodyLength, left * 6) });
