/** Everything that is computed once when a message arrives (RenderedMessage). Never throws: what cannot be understood is left empty. */
import { htmlToText } from '../html/to-text.ts';
import { readAddressList, toStoredAddresses } from './addresses.ts';
import { readDate } from './date.ts';
import { decodeWords } from './encoded-word.ts';
import { firstField, unfold, type HeaderField } from './header-fields.ts';
import { bodyText, envelopeText } from './imap-text.ts';
import { readMimeTree, type ParsedPart } from './mime-tree.ts';
import { decodePart, everyPart } from './parts.ts';
import type { RenderedMessage, StoredAddress, StoredHeaders, StoredPart } from './stored.ts';
import { baseSubject } from './subject.ts';

const previewLength = 256;
const previewSource = 64 * 1024;

/**
 * `message` is the whole message, trace prefix included; `envelopeFrom` what MAIL FROM said, shown where there is no From; `root` its
 * structure, where that is known.
 */
export function renderMessage(message: Uint8Array, envelopeFrom?: string, root: ParsedPart = readMimeTree(message)): RenderedMessage {
  const headers = storedHeaders(root.fields, envelopeFrom);
  const date = readDate(firstField(root.fields, 'date') ?? '');
  const subject = decodeWords(firstField(root.fields, 'subject') ?? '');
  const related = [...(headers.references ?? []), ...(headers.inReplyTo ?? [])];
  const ids = [...new Set(related)].filter((id) => id !== headers.messageId?.[0]);
  return {
    size: message.length,
    headerSize: root.bodyOffset,
    sentAt: date?.instant ?? null,
    sentOn: date?.localDate ?? null,
    hasAttachment: hasAttachment(root),
    messageId: headers.messageId?.[0] ?? null,
    relatedIds: ids.slice(-100),
    subject: subject.slice(0, 10_000),
    sortFrom: sortAddress(headers.from),
    sortTo: sortAddress(headers.to),
    sortSubject: sortKey(baseSubject(subject.slice(0, 2000))),
    preview: previewOf(message, root),
    envelope: envelopeText(root.fields),
    bodystructure: bodyText(root, true),
    body: bodyText(root, false),
    headers,
    root: withoutFields(root),
  };
}

function storedHeaders(fields: readonly HeaderField[], envelopeFrom: string | undefined): StoredHeaders {
  const headers: StoredHeaders = {};
  const lists = { sender: 'sender', from: 'from', to: 'to', cc: 'cc', bcc: 'bcc', replyTo: 'reply-to' } as const;
  for (const [key, name] of Object.entries(lists) as [keyof typeof lists, string][]) {
    const values = fields.filter((field) => field.name === name).map((field) => unfold(field.raw));
    if (values.length > 0) headers[key] = toStoredAddresses(readAddressList(values.join(', ')));
  }
  const ids = { messageId: 'message-id', inReplyTo: 'in-reply-to', references: 'references' } as const;
  for (const [key, name] of Object.entries(ids) as [keyof typeof ids, string][]) {
    const found = readMessageIds(firstField(fields, name) ?? '');
    if (found.length > 0) headers[key] = found;
  }
  const date = readDate(firstField(fields, 'date') ?? '');
  if (date) headers.date = date.iso;
  const texts = {
    listId: 'list-id',
    listUnsubscribe: 'list-unsubscribe',
    listUnsubscribePost: 'list-unsubscribe-post',
    autoSubmitted: 'auto-submitted',
  } as const;
  for (const [key, name] of Object.entries(texts) as [keyof typeof texts, string][]) {
    const value = firstField(fields, name);
    if (value !== undefined) headers[key] = decodeWords(value);
  }
  if (envelopeFrom !== undefined) headers.envelopeFrom = envelopeFrom;
  return headers;
}

/** Ids without their angle brackets (RFC 8621 §4.1.2.5); those written without any are taken by their spaces. */
export function readMessageIds(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1] ?? '');
  if (bracketed.length > 0) return bracketed.slice(0, 500);
  return text
    .split(/\s+/)
    .filter((word) => word.includes('@'))
    .slice(0, 500);
}

/** RFC 5256 §3: the mailbox of the first address. */
function sortAddress(list: readonly StoredAddress[] | undefined): string {
  return sortKey(list?.[0]?.email.split('@')[0] ?? '');
}

const sortKey = (text: string) => text.toUpperCase().slice(0, 200);

/** RFC 8621 §4.1.4: parts that a reader would list as files; what is shown within the text is none. */
function hasAttachment(root: StoredPart): boolean {
  for (const part of everyPart(root)) {
    if (part.children || /signature$/.test(part.type)) continue;
    if (part.disposition === 'attachment') return true;
    const isText = part.type === 'text/plain' || part.type === 'text/html' || part.type === 'text/calendar';
    const isShown = part.disposition === 'inline' || part.cid !== undefined;
    if (isText ? part.name !== undefined && part.disposition !== 'inline' : !isShown) return true;
  }
  return false;
}

function previewOf(message: Uint8Array, root: ParsedPart): string {
  const texts = [...everyPart(root)].filter((part) => part.type.startsWith('text/') && part.disposition !== 'attachment');
  const part = texts.find(({ type }) => type === 'text/plain') ?? texts.find(({ type }) => type === 'text/html');
  if (!part) return '';
  const shortened = { ...part, bodyLength: Math.min(part.bodyLength, previewSource) };
  const text = decodePart(message, shortened).text ?? '';
  const isHtml = part.type === 'text/html' || looksLikeHtml.test(text);
  const upTo = (most: number) => onOneLine(isHtml ? htmlToText(text, most) : withoutQuotes(text.slice(0, most)));
  // The beginning gives enough nearly always; the rest is looked at when it is blanks and quotations.
  const beginning = upTo(1536);
  const found = beginning.length > previewLength * 2 ? beginning : upTo(previewSource);
  return firstOf(found === '' && !isHtml ? onOneLine(text) : found);
}

/** Some programs, mostly of advertisers, call HTML plain text. */
const looksLikeHtml = /^\s*<(?:!doctype html|html|head|body|font|table|center|div|p|style|meta)\b[^<]*>/i;

const onOneLine = (text: string) => text.replaceAll(/[\s\u200b-\u200f\ufeff]+/g, ' ').trim();

/** Whole characters, not half a surrogate pair. */
const firstOf = (text: string) => [...text.slice(0, previewLength * 2)].slice(0, previewLength).join('');

const withoutQuotes = (text: string) =>
  text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('>'))
    .join('\n');

function withoutFields({ fields: _fields, children, message, ...part }: ParsedPart): StoredPart {
  return {
    ...part,
    ...(children ? { children: children.map(withoutFields) } : {}),
    ...(message ? { message: { ...message, root: withoutFields(message.root) } } : {}),
  };
}
