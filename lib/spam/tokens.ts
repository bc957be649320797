/**
 * What the classifier sees of a message: a set of short texts. Chosen so that it learns what mail is about and how it is made, and not where
 * it travelled: nothing from Received, dates, message-ids or recipients, and nothing that names a mailing list, as every list would then be
 * a sign of ham for its spam too.
 */
import { mimeTreeOf, type ParsedPart } from '../message/mime-tree.ts';
import { decodePart, everyPart } from '../message/parts.ts';
import type { StoredPart } from '../message/stored.ts';
import { htmlToText } from '../html/to-text.ts';
import { addHeader } from './header-tokens.ts';
import { htmlSigns } from './html-signs.ts';
import { passageOf, withoutList, withoutNames, type Passage } from './passage.ts';
import { addUrl, urlsIn } from './urls.ts';
import { addManner, addWords } from './words.ts';

/** Of the text of all parts. */
const mostText = 48 * 1024;
const mostTokens = 4000;
const mostWords = 8000;

export function tokensOf(message: Uint8Array): string[] {
  const root = mimeTreeOf(message);
  const passage = passageOf(root.fields);
  const found = new Set<string>();
  addHeader(root.fields, passage, found);
  addBody(message, root, passage, found);
  return [...found].slice(0, mostTokens);
}

function addBody(message: Uint8Array, root: ParsedPart, passage: Passage, found: Set<string>): void {
  let left = mostText;
  const types: string[] = [];
  for (const part of everyPart(root, { enclosed: true })) {
    types.push(part.type);
    addPart(part, found);
    if (!part.type.startsWith('text/') || part.children || left <= 0) continue;
    const text = (decodePart(message, part).text ?? '').slice(0, left * 2);
    const isHtml = part.type === 'text/html' || /^\s*<(html|!doctype|body|table|font)/i.test(text);
    if (isHtml) for (const sign of htmlSigns(text)) found.add(sign);
    const plain = isHtml ? htmlToText(text, left) : text.slice(0, left);
    left -= plain.length;
    const urls = urlsIn(text);
    for (const url of urls) addUrl(url, passage, found);
    if (urls.length === 0) found.add('u:none');
    const own = withoutNames(withoutList(plain, passage).replaceAll(/\bhttps?:\/\/[^\s<>"']+/gi, ' '), passage);
    addWords(own, '', found, mostWords);
    addManner(own.slice(0, 4000), 'b', found);
  }
  found.add(`mime:${types.slice(0, 6).join(',')}`);
}

function addPart({ name, charset, type, encoding, children }: StoredPart, found: Set<string>): void {
  if (name)
    found.add(
      `file:${name
        .slice(name.lastIndexOf('.') + 1)
        .toLowerCase()
        .slice(0, 8)}`,
    );
  if (charset) found.add(`cs:${charset.toLowerCase()}`);
  if (type.startsWith('text/') && !children && encoding !== '7bit') found.add(`enc:${type}:${encoding}`);
}
