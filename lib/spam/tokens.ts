/**
 * What the classifier sees of a message: a set of short texts. Chosen so that it learns what mail is about and how it is made, and not where
 * it travelled: nothing from Received, dates, message-ids or recipients, and nothing that names a mailing list, as every list would then be
 * a sign of ham for its spam too.
 */
import { readAddressList, toStoredAddresses } from '../message/addresses.ts';
import { decodeWords } from '../message/encoded-word.ts';
import { unfold, type HeaderField } from '../message/header-fields.ts';
import { mimeTreeOf, type ParsedPart } from '../message/mime-tree.ts';
import { decodePart, everyPart } from '../message/parts.ts';
import { htmlToText } from '../html/to-text.ts';
import { htmlSigns } from './html-signs.ts';
import { registered } from './hosts.ts';
import { urlTokens, urlsIn } from './urls.ts';

/** Of the text of all parts. */
const mostText = 48 * 1024;
const mostTokens = 4000;

export function tokensOf(message: Uint8Array): string[] {
  const root = mimeTreeOf(message);
  const found = new Set<string>();
  const lists = listHosts(root.fields);
  headerTokens(root.fields, lists.size > 0, found);
  bodyTokens(message, root, lists, found);
  return [...found].slice(0, mostTokens);
}

/** Fields that say what kind of program made the message. Their names count; of few the values do. */
const nameless =
  /^(received|date|delivered-to|return-path|envelope-to|x-original-|x-spam|x-posthorn|x-evolution|x-mozilla|x-status|status|x-keywords|x-uid|list-|mailing-list|x-mailman|x-beenthere|x-list|x-loop|errors-to|precedence|sender|x-ml|x-egroups|x-apparently|x-pyzor|x-dcc|old-|resent-|message-id|in-reply-to|references|authentication-results|arc-|dkim-|domainkey|replied|forwarded|lines|xref|path|x-trace|x-newsgroup|newsgroups|x-complaints|nntp|x-antispam|x-virus|x-mailscanner|x-scanned|x-amavis|x-filter|x-priority-|bcc|to|cc|from|subject)/;

function headerTokens(fields: HeaderField[], isList: boolean, found: Set<string>): void {
  for (const { name, raw } of fields.slice(0, 200)) {
    const value = decodeWords(unfold(raw)).slice(0, 2000);
    if (!nameless.test(name)) found.add(`h:${name}`);
    switch (name) {
      case 'subject': {
        // The tag that a list puts in front names the list.
        const subject = isList ? value.replace(/^((re|fwd?|aw)(\[\d+\])?:\s*)*\[[^\]]{1,40}\]\s*/i, '') : value;
        wordTokens(subject, 's', found, 60);
        shapeTokens(subject, 's', found);
        break;
      }
      case 'from':
      case 'reply-to': {
        const mark = name === 'from' ? 'f' : 'rt';
        for (const { name: display, email } of toStoredAddresses(readAddressList(value)).slice(0, 5)) {
          const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
          found
            .add(`${mark}:${email.toLowerCase()}`)
            .add(`${mark}d:${domain}`)
            .add(`${mark}t:${domain.slice(domain.lastIndexOf('.') + 1)}`);
          if (/\d{3,}/.test(email.split('@')[0] ?? '')) found.add(`${mark}:digits`);
          if (display === null || display === '') found.add(`${mark}:nameless`);
          else wordTokens(display, `${mark}n`, found, 10);
        }
        break;
      }
      case 'x-mailer':
      case 'user-agent':
        found.add(
          `xm:${value
            .toLowerCase()
            .replaceAll(/[\d.]+/g, '0')
            .slice(0, 40)}`,
        );
        break;
      case 'content-type':
      case 'content-transfer-encoding':
      case 'mime-version':
      case 'x-priority':
      case 'x-msmail-priority':
      case 'importance':
        found.add(
          `${name}:${value
            .toLowerCase()
            .replace(/;?\s*boundary=.*/s, '')
            .slice(0, 60)}`,
        );
        break;
      case 'message-id':
        // Its form tells the program; the rest would name the sender's host.
        found.add(
          `mid:${value
            .replaceAll(/[a-z]+/g, 'a')
            .replaceAll(/[A-Z]+/g, 'A')
            .replaceAll(/\d+/g, '0')
            .slice(0, 30)}`,
        );
        break;
      case 'to':
        if (/undisclosed|^\s*$/i.test(value)) found.add('to:nobody');
        else found.add(`to:${Math.min(4, value.split('@').length - 1)}`);
        break;
      default:
    }
  }
  for (const needed of ['to', 'from', 'subject', 'message-id', 'date', 'mime-version', 'content-type'])
    if (!fields.some(({ name }) => name === needed)) found.add(`no:${needed}`);
}

function bodyTokens(message: Uint8Array, root: ParsedPart, lists: Set<string>, found: Set<string>): void {
  let left = mostText;
  const types: string[] = [];
  for (const part of everyPart(root, { enclosed: true })) {
    types.push(part.type);
    if (part.name)
      found.add(
        `file:${part.name
          .slice(part.name.lastIndexOf('.') + 1)
          .toLowerCase()
          .slice(0, 8)}`,
      );
    if (part.charset) found.add(`cs:${part.charset.toLowerCase()}`);
    if (!part.type.startsWith('text/') || part.children || left <= 0) continue;
    if (part.encoding !== '7bit') found.add(`enc:${part.type}:${part.encoding}`);
    const text = (decodePart(message, part).text ?? '').slice(0, left * 2);
    const isHtml = part.type === 'text/html' || /^\s*<(html|!doctype|body|table|font)/i.test(text);
    if (isHtml) for (const sign of htmlSigns(text)) found.add(sign);
    const plain = isHtml ? htmlToText(text, left) : text.slice(0, left);
    left -= plain.length;
    const urls = urlsIn(text);
    for (const url of urls) for (const token of urlTokens(url, lists)) found.add(token);
    if (urls.length === 0) found.add('u:none');
    // A line with an address of the list is the list's, not the author's.
    const own = plain
      .split('\n')
      .filter((line) => ![...lists].some((host) => line.toLowerCase().includes(host)))
      .join('\n')
      .replaceAll(/\bhttps?:\/\/[^\s<>"']+/gi, ' ');
    wordTokens(own, '', found, 8000);
    shapeTokens(own.slice(0, 4000), 'b', found);
  }
  found.add(`mime:${types.slice(0, 6).join(',')}`);
}

/** Words, and pairs of neighbours: what a phrase says is more than its words do. */
function wordTokens(text: string, mark: string, found: Set<string>, most: number): void {
  let last = '';
  let count = 0;
  for (const [raw] of text.matchAll(/[\p{L}\p{N}\p{M}$€£%!'’-]+/gu)) {
    if (++count > most) return;
    const word = raw.replaceAll(/^['’-]+|['’-]+$/g, '').toLowerCase();
    if (word === '') continue;
    const kept =
      word.length > 24
        ? `long${Math.min(9, word.length >> 4)}`
        : /^\d+$/.test(word) && word.length > 4
          ? `digits${Math.min(20, word.length)}`
          : word;
    if (kept.length > 2 || /[^\x00-\x7f]/.test(kept)) found.add(`${mark}:${kept}`);
    if (/^[A-Z]{4,}$/.test(raw)) found.add(`${mark}:${raw}`);
    if (last) found.add(`${mark}:${last} ${kept}`);
    last = kept;
  }
}

/** How it is written, rather than what. */
function shapeTokens(text: string, mark: string, found: Set<string>): void {
  const letters = text.replaceAll(/[^\p{L}]/gu, '');
  if (letters.length > 5) found.add(`${mark}#caps${Math.floor((letters.replaceAll(/[^\p{Lu}]/gu, '').length / letters.length) * 5)}`);
  if (/!{2,}/.test(text)) found.add(`${mark}#!!`);
  if (/\$\d|\d\s?(€|\$|usd)\b|[£€]\s?\d/i.test(text)) found.add(`${mark}#money`);
  if (/\d\s?%/.test(text)) found.add(`${mark}#percent`);
  if (/\s{6,}\S+\s*$/.test(text) && mark === 's') found.add('s#spaced');
  if (/\b(\w ){5,}\w\b/.test(text)) found.add(`${mark}#s p a c e d`);
}

/** Names of hosts that run the list through which it came; empty when it came through none. */
function listHosts(fields: HeaderField[]): Set<string> {
  const found = new Set<string>();
  for (const { name, raw } of fields) {
    if (!/^(list-|mailing-list|x-beenthere|x-mailman|x-list|x-loop|errors-to|sender|delivered-to|x-ml)/.test(name)) continue;
    for (const [, host = ''] of raw.toLowerCase().matchAll(/(?:@|\/\/|<)([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g)) found.add(registered(host));
  }
  return found;
}
