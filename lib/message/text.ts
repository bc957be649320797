/** What can be searched in a message: its decoded headers and the text of its parts, folded to lower case (NFKC). */
import { htmlToText } from '../html/to-text.ts';
import { decodeWords } from './encoded-word.ts';
import { unfold } from './header-fields.ts';
import { readMimeTree } from './mime-tree.ts';
import { decodePart, everyPart } from './parts.ts';

export interface SearchableText {
  /** All headers, `name: value` a line. */
  hdr: string;
  body: string;
  /** There is more text than `most`. */
  truncated: boolean;
}

const headerMost = 32 * 1024;

/** At most `most` characters of body text. Enclosed messages count as text of this one. */
export function searchableText(message: Uint8Array, most = 65_536): SearchableText {
  const root = readMimeTree(message);
  const headers = root.fields.map(({ name, raw }) => `${name}: ${decodeWords(unfold(raw))}`).join('\n');
  const texts: string[] = [];
  let length = 0;
  let truncated = false;
  for (const part of everyPart(root, { enclosed: true })) {
    if (part.message) texts.push(part.message.envelopeSubject);
    if (part.name) texts.push(part.name);
    if (!part.type.startsWith('text/') || part.children) continue;
    if (length >= most) {
      truncated = true;
      break;
    }
    const decoded = decodePart(message, part).text ?? '';
    const text = part.type === 'text/html' ? htmlToText(decoded, most - length + 1) : decoded;
    if (text.length > most - length) truncated = true;
    texts.push(text.slice(0, most - length));
    length += text.length;
  }
  return { hdr: fold(headers.slice(0, headerMost)), body: fold(texts.join('\n')), truncated };
}

export const fold = (text: string) => text.toWellFormed().normalize('NFKC').toLowerCase().replaceAll('\0', ' ');
