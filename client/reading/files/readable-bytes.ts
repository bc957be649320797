/** Messages that only this browser takes apart: enclosed ones, and decrypted ones. Loaded with the first of them. */
import { bodyLists } from '#lib/jmap/body-lists.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { decodeWords } from '#lib/message/encoded-word.ts';
import { unfold } from '#lib/message/header-fields.ts';
import { readMimeTree, type ParsedPart } from '#lib/message/mime-tree.ts';
import { decodePart } from '#lib/message/parts.ts';
import { nameOfPart, type Readable } from './readable.ts';

/** From the octets of a whole message, or of a MIME entity. */
export function readableOfBytes(bytes: Uint8Array<ArrayBuffer>): Readable {
  const root = readMimeTree(bytes);
  const field = (name: string) => root.fields.find((one) => one.name === name)?.raw;
  const people = (name: string) =>
    toStoredAddresses(readAddressList(unfold(field(name) ?? ''))).map(({ name: who, email }) => ({ name: who, email }));
  const { textBody, htmlBody, attachments } = bodyLists<ParsedPart>(root);
  const shown = htmlBody.some(({ type }) => type === 'text/html') ? htmlBody : textBody;
  const time = Date.parse(field('date') ?? '');
  return {
    ...{ subject: decodeWords(field('subject') ?? ''), from: people('from'), to: people('to'), cc: people('cc') },
    date: Number.isNaN(time) ? null : new Date(time).toISOString(),
    texts: shown
      .filter(({ type }) => type.startsWith('text/'))
      .map((part) => ({ isHtml: part.type === 'text/html', text: decodePart(bytes, part).text ?? '', isTruncated: false })),
    parts: attachments.map((part) => ({
      ...{ key: part.id, name: nameOfPart(part.name, part.type), type: part.type, size: part.decodedSize, cid: part.cid ?? null },
      ...{ disposition: part.disposition ?? null, blobId: null },
      load: () => Promise.resolve(new Uint8Array(decodePart(bytes, part).bytes)),
    })),
  };
}
