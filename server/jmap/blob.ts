/**
 * Blobs as JMAP names them (RFC 8620 §6): a whole email, a decoded part of one, something uploaded, or a part of an uploaded message
 * (its blobId is then that of the upload, `-` and the part, with `_` for `.`).
 */
import { emailBlobId, parseBlobId, uploadBlobId } from '#lib/ids.ts';
import { decodePart } from '#lib/message/parts.ts';
import { renderMessage } from '#lib/message/render.ts';
import type { StoredPart } from '#lib/message/stored.ts';
import type { AccountAccess } from './account-access.ts';
import { readContactBlob } from './contact-card/media.ts';
import type { MethodContext } from './method.ts';
import { SharedView } from './shared/view.ts';
import { readScriptBlob } from './sieve-script/script-object.ts';
import { resolveId } from './standard/set.ts';
import { getEmails, readBlob, readMessage, readUpload, type EmailRow } from '#server/store/index.ts';

export interface Blob {
  bytes: Buffer;
  /** What it is, as far as known. */
  type: string;
  /** The id of one of its parts, when the blob is read as a message. */
  partBlobId(partId: string): string;
}

/** Null when there is no such blob, or it is not this account's. */
export async function readBlobById(accountId: number, blobId: string): Promise<Blob | null> {
  const ofContact = await readContactBlob(accountId, blobId);
  if (ofContact) return { ...ofContact, partBlobId: () => blobId }; // never a message: it has no parts
  const ofScript = await readScriptBlob(accountId, blobId);
  if (ofScript) return { ...ofScript, partBlobId: () => blobId };
  const ofUpload = /^(U[0-9a-f]{64})(?:-([0-9_]+))?$/.exec(blobId);
  const parsed = parseBlobId(accountId, ofUpload?.[1] ?? blobId);
  if (!parsed) return null;
  if (parsed.kind === 'upload') return readUploaded(accountId, parsed.sha256, ofUpload?.[2]?.replaceAll('_', '.') ?? null);
  const [row] = await getEmails(accountId, [parsed.emailId]);
  if (!row) return null;
  const nested = (within: string | null) => (partId: string) =>
    emailBlobId(accountId, row.emailId, within === null ? partId : `${within}.${partId}`);
  if (parsed.partId === null) return { bytes: await readMessage(row), type: 'message/rfc822', partBlobId: nested(null) };
  const found = await readPart(row, parsed.partId);
  return found && { ...found, partBlobId: nested(parsed.partId) };
}

/** As readBlobById, for a blob that an object to be made names: `#` and a creation id stand for one made earlier in the request (RFC 9404 §4.1). */
export async function readNamedBlob(context: MethodContext, blobId: string): Promise<Blob | null> {
  const id = resolveId(context, blobId);
  return id === undefined ? null : readBlobById(context.accountId, id);
}

/** How many octets readBlobById would give, read from what is stored beside them where it can. Null as there. */
export async function blobSize(accountId: number, blobId: string): Promise<number | null> {
  const parsed = parseBlobId(accountId, blobId);
  if (parsed?.kind === 'upload') return (await readUpload(accountId, Buffer.from(parsed.sha256, 'hex')))?.size ?? null;
  const [row] = parsed ? await getEmails(accountId, [parsed.emailId]) : [];
  if (row && parsed?.partId === null) return row.size;
  const part = row && findPart(row.root, parsed?.partId ?? '');
  return part ? part.decodedSize : ((await readBlobById(accountId, blobId))?.bytes.length ?? null);
}

/** Of somebody else's account: emails that may be read, and their parts; nothing that was uploaded, no scripts, no pictures of contacts. */
export async function readVisibleBlob({ accountId, shared }: AccountAccess, blobId: string): Promise<Blob | null> {
  if (shared) {
    const parsed = parseBlobId(accountId, blobId);
    const [row] = parsed?.kind === 'email' ? await getEmails(accountId, [parsed.emailId]) : [];
    if (!row || new SharedView(shared).narrowed(row) === null) return null;
  }
  return readBlobById(accountId, blobId);
}

async function readUploaded(accountId: number, sha256: string, partId: string | null): Promise<Blob | null> {
  const key = Buffer.from(sha256, 'hex');
  const uploaded = await readUpload(accountId, key);
  const bytes = uploaded && (await readBlob(key));
  if (!bytes) return null;
  const id = uploadBlobId(key);
  const nested = (within: string | null) => (inner: string) =>
    `${id}-${(within === null ? inner : `${within}.${inner}`).replaceAll('.', '_')}`;
  if (partId === null) return { bytes, type: uploaded.type, partBlobId: nested(null) };
  const found = partOfMessage(bytes, renderMessage(bytes).root, partId);
  return found && { ...found, partBlobId: nested(partId) };
}

/** Reads only the part where it can. */
async function readPart(row: EmailRow, partId: string): Promise<{ bytes: Buffer; type: string } | null> {
  const direct = findPart(row.root, partId);
  if (!direct) return partOfMessage(await readMessage(row), row.root, partId);
  const bytes = await readMessage(row, direct.bodyOffset, direct.bodyOffset + direct.bodyLength);
  return decode(bytes, { ...direct, headerOffset: 0, bodyOffset: 0, bodyLength: bytes.length });
}

/** `2.1` may be part 1 of the message attached as part 2: then that message is read as one of its own. */
function partOfMessage(message: Buffer, root: StoredPart, partId: string): { bytes: Buffer; type: string } | null {
  const direct = findPart(root, partId);
  if (direct) return decode(message, direct);
  for (let cut = partId.lastIndexOf('.'); cut > 0; cut = partId.lastIndexOf('.', cut - 1)) {
    const enclosing = findPart(root, partId.slice(0, cut));
    if (!enclosing || !/^message\/(rfc822|global)$/.test(enclosing.type)) continue;
    const { bytes } = decode(message, enclosing);
    return partOfMessage(bytes, renderMessage(bytes).root, partId.slice(cut + 1));
  }
  return null;
}

/** The part of this id, not looking into attached messages. */
function findPart(part: StoredPart, id: string): StoredPart | undefined {
  if (!part.type.startsWith('multipart/')) return part.id === id ? part : undefined;
  for (const child of part.children ?? []) {
    const found = findPart(child, id);
    if (found) return found;
  }
  return undefined;
}

function decode(message: Buffer, part: StoredPart): { bytes: Buffer; type: string } {
  return { bytes: Buffer.from(decodePart(message, part).bytes), type: part.type };
}
