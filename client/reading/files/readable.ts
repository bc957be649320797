/**
 * A message as the reading view shows it, wherever it comes from: an Email of the account, a message enclosed in another, or one that was
 * decrypted in this browser and that the server must never see.
 */
import type { EmailAddress, EmailBodyPart } from '#lib/jmap/types.ts';
import { downloadBlob } from '#client/jmap/blobs.ts';
import { words } from '#client/i18n/words.ts';
import type { FullEmail } from '#client/mail/types.ts';

export interface ReadPart {
  key: string;
  name: string;
  type: string;
  size: number;
  cid: string | null;
  disposition: string | null;
  /** The octets. Throws with a sentence when they cannot be had. */
  load: () => Promise<Uint8Array<ArrayBuffer>>;
  /** On the server; null for what only this browser has. */
  blobId: string | null;
}
export interface Readable {
  subject: string;
  from: EmailAddress[];
  to: EmailAddress[];
  cc: EmailAddress[];
  date: string | null;
  /** What is shown as the text: the richest form, each part in its order. */
  texts: { isHtml: boolean; text: string; isTruncated: boolean }[];
  parts: ReadPart[];
}

const made = new WeakMap<FullEmail['bodyValues'], Readable>();

/** The same object for the same body, whatever happens to the message's keywords meanwhile. */
export function readableOf(email: FullEmail): Readable {
  const known = made.get(email.bodyValues);
  if (known) return known;
  const rich = email.htmlBody.some(({ type }) => type === 'text/html');
  const texts = (rich ? email.htmlBody : email.textBody).flatMap(({ partId, type }) => {
    const found = email.bodyValues[partId ?? ''];
    return found ? [{ isHtml: type === 'text/html', text: found.value, isTruncated: found.isTruncated }] : [];
  });
  const readable = {
    ...{
      subject: email.subject ?? '',
      from: email.from ?? [],
      to: email.to ?? [],
      cc: email.cc ?? [],
      date: email.sentAt ?? email.receivedAt,
    },
    ...{ texts, parts: email.attachments.map(partOf) },
  };
  made.set(email.bodyValues, readable);
  return readable;
}

function partOf(part: EmailBodyPart): ReadPart {
  const { type, size, cid, disposition, blobId } = part;
  const name = nameOfPart(part.name, type);
  return { key: blobId ?? `${part.partId}`, name, type, size, cid, disposition, blobId, load: () => downloadBlob(blobId ?? '', type) };
}

/** A part that exists in this browser alone. */
export function madePart(key: string, name: string, type: string, bytes: Uint8Array<ArrayBuffer>): ReadPart {
  return { key, name, type, size: bytes.length, cid: null, disposition: 'attachment', blobId: null, load: () => Promise.resolve(bytes) };
}

export function nameOfPart(name: string | null | undefined, type: string): string {
  const clean = name?.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim();
  if (clean) return clean;
  if (type === 'message/rfc822') return words('reading')('enclosedName');
  if (type === 'text/calendar') return 'invitation.ics';
  return words('reading')('attachmentName');
}
