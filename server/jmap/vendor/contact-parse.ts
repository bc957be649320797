/** ContactCard/parse: the contacts in uploaded or attached vCard files, as Cards, without keeping them: to be looked at before an import. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readCard } from '#lib/contacts/read-card.ts';
import type { Card } from '#lib/contacts/card.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { decodeCharset } from '#lib/message/charset.ts';
import { cardsOf } from '#lib/vcard/to-card.ts';
import { readBlobById } from '../blob.ts';
import { method } from '../method.ts';
import { idsToGet } from '../standard/get.ts';

export const contactParse = method({
  name: 'ContactCard/parse',
  capability: capability.contacts,
  args: { blobIds: z.array(z.string()) },
  async run({ accountId }, { blobIds }) {
    const parsed: Record<string, Card[]> = {};
    const notParsable: string[] = [];
    const notFound: string[] = [];
    for (const blobId of idsToGet(blobIds) ?? []) {
      const blob = await readBlobById(accountId, blobId);
      const cards = blob && readVcards(blob.bytes);
      if (!cards) notFound.push(blobId);
      else if (cards.length === 0) notParsable.push(blobId);
      else parsed[blobId] = cards;
    }
    return { parsed, notParsable, notFound };
  },
});

/** Of a file; text that is not UTF-8 is taken as windows-1252, as old programs wrote it. What is no Card after all is left out. */
export function readVcards(bytes: Uint8Array): Card[] {
  const utf8 = decodeCharset(bytes, bytes[0] === 0xff || bytes[0] === 0xfe ? 'utf-16' : 'utf-8');
  const text = utf8.problem ? decodeCharset(bytes, 'windows-1252').text : utf8.text;
  return cardsOf(text.replaceAll('\0', ''), uidOf).filter((card) => readCard(card).ok);
}

/** A uid from the content (RFC 9562 §5.8), so that a file imported twice makes its contacts once. */
function uidOf(content: string): string {
  const hash = createHash('sha256').update(content).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}`;
}
