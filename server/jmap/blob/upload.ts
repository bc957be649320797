/** Blob/upload (RFC 9404 §4.1): blobs out of text, base64 and pieces of other blobs, in one request with what uses them. */
import { z } from 'zod';
import { uploadBlobId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import type { Arguments } from '#lib/jmap/invocation.ts';
import type { SetError } from '#lib/jmap/types.ts';
import { putUpload } from '#server/store/index.ts';
import { readNamedBlob } from '../blob.ts';
import { invalidProperties, SetRefusal, shaped } from '../errors.ts';
import { mediaType } from '../http/upload.ts';
import { maxDataSources, maxSizeUpload } from '../limits.ts';
import { method, type MethodContext } from '../method.ts';
import { id, idOrReference, object, unsignedInt } from '../shapes.ts';
import { attempt, checkCount, orNull } from '../standard/set.ts';

const source = z.strictObject({
  'data:asText': z
    .string()
    .refine((text) => text.isWellFormed())
    .nullish(),
  'data:asBase64': z
    .string()
    .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)
    .nullish(),
  blobId: idOrReference.nullish(),
  offset: unsignedInt.nullish(),
  length: unsignedInt.nullish(),
});
const upload = z.strictObject({ data: z.array(source), type: z.string().nullish() });

export const blobUpload = method({
  name: 'Blob/upload',
  capability: capability.blob,
  args: { create: z.record(id, object) },
  async run(context, { create }) {
    checkCount({ create });
    const created: Record<string, Arguments> = {};
    const notCreated: Record<string, SetError> = {};
    for (const [creationId, given] of Object.entries(create))
      await attempt(notCreated, creationId, async () => {
        const made = await createOne(context, given);
        created[creationId] = made;
        context.createdIds.set(creationId, made.id);
      });
    // As the RFC's example has it: blobs have no state.
    return { oldState: null, created: orNull(created), notCreated: orNull(notCreated) };
  },
});

async function createOne(context: MethodContext, given: Arguments) {
  const { data, type } = shaped(upload, given);
  if (data.length > maxDataSources) throw invalidProperties(['data'], `At most ${maxDataSources} sources make one blob.`);
  const pieces: Buffer[] = [];
  let size = 0;
  for (const one of data) {
    const piece = await octetsOf(context, one);
    size += piece.length;
    if (size > maxSizeUpload()) throw new SetRefusal('tooLarge', { maxSize: maxSizeUpload() });
    pieces.push(piece);
  }
  const kept = mediaType(type ?? null);
  const { sha256 } = await putUpload(context.accountId, Buffer.concat(pieces), kept);
  return { id: uploadBlobId(sha256), blobId: uploadBlobId(sha256), type: kept, size };
}

/** §4.1: exactly one of the three; nothing is guessed. */
async function octetsOf(context: MethodContext, given: z.output<typeof source>): Promise<Buffer> {
  const { 'data:asText': text, 'data:asBase64': base64, blobId, offset, length } = given;
  if ([text, base64, blobId].filter((one) => one != null).length !== 1)
    throw invalidProperties(['data'], 'A source is one of data:asText, data:asBase64 and blobId.');
  if (blobId == null && (offset != null || length != null)) throw invalidProperties(['data'], 'offset and length are of a blobId.');
  if (text != null) return Buffer.from(text);
  if (base64 != null) return Buffer.from(base64, 'base64');
  const blob = await readNamedBlob(context, blobId ?? '');
  if (!blob) throw new SetRefusal('blobNotFound', { notFound: [blobId ?? ''] });
  const from = offset ?? 0;
  const to = length == null ? blob.bytes.length : from + length;
  if (from > blob.bytes.length || to > blob.bytes.length) throw invalidProperties(['data'], 'The range goes beyond the end of the blob.');
  return blob.bytes.subarray(from, to);
}
