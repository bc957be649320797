/**
 * Pictures and sounds of contacts. They are stored in the Card as data: URLs; a client sees a blobId instead, and may give one
 * (RFC 9610 §3). The id holds a hash of the content, so it never names other bytes.
 */
import { createHash } from 'node:crypto';
import { parseContactWireId, contactWireId } from '#lib/ids.ts';
import type { Resource } from '#lib/contacts/card.ts';
import { getContacts, type StoredContact } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';

/** Octets of one picture or sound. */
const maxMediaOctets = 1_400_000;

export interface LoadedMedia {
  bytes: Buffer;
  type: string;
}

export function mediaBlobId(accountId: number, cardId: number, uri: string): string {
  return `${contactWireId(accountId, cardId)}-${createHash('sha256').update(uri).digest('hex').slice(0, 24)}`;
}

/** Null when it is no such id, or of no contact of this account. */
export async function readContactBlob(accountId: number, blobId: string): Promise<LoadedMedia | null> {
  return (await findMedia(accountId, blobId))?.media ?? null;
}

/** The contact that a blob is inside of. */
export async function contactOfBlob(accountId: number, blobId: string): Promise<number | null> {
  return (await findMedia(accountId, blobId))?.cardId ?? null;
}

async function findMedia(accountId: number, blobId: string): Promise<{ cardId: number; media: LoadedMedia } | null> {
  const [, wireId = ''] = /^(C[0-9a-v]+-[0-9a-v]+)-[0-9a-f]{24}$/.exec(blobId) ?? [];
  const cardId = parseContactWireId(accountId, wireId);
  const [contact] = cardId === null ? [] : await getContacts(accountId, [cardId]);
  const media = contact && mediaOf(accountId, contact).get(blobId);
  return cardId !== null && media ? { cardId, media } : null;
}

/** What is inside a contact, by blobId. */
export function mediaOf(accountId: number, { cardId, card }: StoredContact): Map<string, LoadedMedia> {
  const found = new Map<string, LoadedMedia>();
  for (const { uri } of Object.values(card.media ?? {})) {
    const inside = uri?.startsWith('data:') ? readDataUrl(uri) : null;
    if (uri && inside) found.set(mediaBlobId(accountId, cardId, uri), inside);
  }
  return found;
}

/** The media of a Card as a client sees them. */
export function toWireMedia(accountId: number, cardId: number, media: Record<string, Resource>): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(media).map(([key, { uri, ...rest }]) => {
      const inside = uri?.startsWith('data:') ? readDataUrl(uri) : null;
      if (!uri || !inside) return [key, { ...rest, ...(uri === undefined ? {} : { uri }) }];
      return [key, { ...rest, blobId: mediaBlobId(accountId, cardId, uri), mediaType: rest.mediaType ?? inside.type }];
    }),
  );
}

/** The blobIds that a Card or a patch of one names. */
export function namedBlobs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    /(^|\/)blobId$/.test(key) && typeof inner === 'string' ? [inner] : namedBlobs(inner),
  );
}

/** Puts the bytes in the place of blobIds. Throws SetRefusal for one that is not there, or is no picture where a photo must be. */
export function fromWireMedia(media: unknown, blobs: ReadonlyMap<string, LoadedMedia>): unknown {
  if (typeof media !== 'object' || media === null || Array.isArray(media)) return media; // readCard says what is wrong
  return Object.fromEntries(Object.entries(media).map(([key, one]) => [key, isResource(one) ? withBytes(one, blobs) : one]));
}

function withBytes({ blobId, ...rest }: Resource, blobs: ReadonlyMap<string, LoadedMedia>): Resource {
  if (blobId === undefined) {
    const inside = rest.uri?.startsWith('data:') ? readDataUrl(rest.uri) : null;
    if (rest.kind === 'photo' && inside) checkPicture(inside.bytes);
    return rest;
  }
  if (rest.uri !== undefined) throw invalidProperties(['media'], 'Give a uri or a blobId, not both.');
  const blob = blobs.get(blobId);
  if (!blob) throw new SetRefusal('blobNotFound', { notFound: [blobId] });
  if (blob.bytes.length > maxMediaOctets) throw new SetRefusal('tooLarge', { description: `At most ${maxMediaOctets} octets.` });
  const picture = rest.kind === 'photo' ? checkPicture(blob.bytes) : null;
  const mediaType = picture ?? rest.mediaType ?? blob.type;
  return { ...rest, mediaType, uri: `data:${mediaType};base64,${blob.bytes.toString('base64')}` };
}

/** RFC 9610 §3.5: a photo is a picture of a kind that we recognise, whatever it says of itself. No SVG: it can hold scripts. */
function checkPicture(bytes: Buffer): string {
  const begin = bytes.subarray(0, 16).toString('latin1');
  const type = signatures.find(([pattern]) => pattern.test(begin))?.[1];
  if (!type) throw invalidProperties(['media'], 'A photo must be a JPEG, PNG, GIF, WebP or AVIF picture.');
  return type;
}

const signatures: [RegExp, string][] = [
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
  [/^[^]{4}ftypavif/, 'image/avif'],
];

function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 2397. Null for what is none. */
function readDataUrl(uri: string): LoadedMedia | null {
  const comma = uri.indexOf(',');
  const head = /^data:([^;,]*)((?:;[^;,]*)*)$/i.exec(uri.slice(0, comma));
  if (comma < 0 || !head) return null;
  const data = uri.slice(comma + 1);
  const isBase64 = /;base64$/i.test(head[2] ?? '');
  const bytes = isBase64 ? Buffer.from(data, 'base64') : Buffer.from(decodeText(data), 'latin1');
  return { bytes, type: head[1] || 'text/plain' };
}

const decodeText = (text: string) =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
