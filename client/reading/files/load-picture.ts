/**
 * The octets of a picture in a message, for the frame that has no network of its own: a part of the message itself, data that the address
 * holds, or a picture outside, which our server fetches so that its sender sees neither our reader's address nor cookies.
 */
import type { ReadPart } from './readable.ts';

const largest = 10_000_000;
// SVG is a document: it is never shown as a picture of a message.
const pictureTypes = /^image\/(?:png|gif|jpe?g|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)$/;

export async function loadPicture(address: string, parts: readonly ReadPart[]): Promise<Blob | null> {
  if (/^data:/i.test(address)) return ofData(address);
  if (/^cid:/i.test(address)) return ofPart(address, parts);
  return inTurn(() => octets(`/api/picture?url=${encodeURIComponent(address)}`));
}

/** RFC 2392: the id is percent-encoded in the address, and in angle brackets in the header, which JMAP has taken off. */
async function ofPart(address: string, parts: readonly ReadPart[]): Promise<Blob | null> {
  const cid = decoded(address.slice(4));
  const part = parts.find((one) => one.cid === cid);
  if (!part || part.size > largest || !pictureTypes.test(part.type)) return null;
  const bytes = await inTurn(() => part.load().catch(() => null));
  return bytes && new Blob([bytes], { type: part.type });
}

function ofData(address: string): Blob | null {
  const match = /^data:(image\/[a-z.-]+)(?:;[^,;]*)*?;base64,([\s\S]*)$/i.exec(address);
  const [, type = '', data = ''] = match ?? [];
  if (!pictureTypes.test(type.toLowerCase()) || data.length > largest * 1.4) return null;
  try {
    const text = atob(decoded(data).replaceAll(/\s/g, ''));
    return new Blob([Uint8Array.from(text, (character) => character.charCodeAt(0))], { type: type.toLowerCase() });
  } catch {
    return null;
  }
}

async function octets(url: string): Promise<Blob | null> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) return null;
  const blob = await response.blob();
  return blob.type.startsWith('image/') && blob.size <= largest ? blob : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// The server fetches a dozen at a time for one person; a mail with a hundred pictures waits here, in its order.
const most = 6;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= most) await new Promise<void>((go) => waiting.push(go));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
