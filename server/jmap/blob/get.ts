/** Blob/get (RFC 9404 §4.2): octets of blobs, whole or a range of them, as text or base64, and their digests. */
import { createHash } from 'node:crypto';
import { capability } from '#lib/jmap/capabilities.ts';
import { blobSize, readBlobById } from '../blob.ts';
import { MethodError } from '../errors.ts';
import { maxBodyOctets } from '../limits.ts';
import { method } from '../method.ts';
import { getArguments, unsignedInt } from '../shapes.ts';
import { checkProperties, idsToGet } from '../standard/get.ts';
import { resolveId } from '../standard/set.ts';

/** Names of the HTTP Digest Algorithm registry in lower case (§3.1), and what Node calls them. The preferred one first. */
const digests: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512', sha: 'sha1' };
export const digestAlgorithms: readonly string[] = Object.keys(digests);
const properties = ['id', 'data', 'data:asText', 'data:asBase64', 'size', ...digestAlgorithms.map((name) => `digest:${name}`)];

export const blobGet = method({
  name: 'Blob/get',
  capability: capability.blob,
  args: { ...getArguments, offset: unsignedInt.nullish(), length: unsignedInt.nullish() },
  async run(context, { ids, properties: asked, offset, length }) {
    checkProperties(asked, (property) => properties.includes(property));
    const wanted = idsToGet(ids);
    // RFC 8620 §5.1: all, "if this is supported": nobody knows all the blobs.
    if (wanted === null) throw new MethodError('requestTooLarge', 'Name the blobs by their ids.');
    const request = { properties: asked ?? ['data', 'size'], from: offset ?? 0, length: length ?? null };
    const list: object[] = [];
    const notFound: string[] = [];
    let octets = 0;
    for (const key of wanted) {
      const blobId = resolveId(context, key); // §4.1.2: `#cat`, made in the same request
      const found = blobId === undefined ? null : await readOne(context.accountId, blobId, request);
      if (!found) notFound.push(key);
      else list.push({ id: blobId, ...found.properties });
      octets += found?.octets ?? 0;
      if (octets > maxBodyOctets) throw new MethodError('requestTooLarge', 'So much is not read at once: ask for fewer, or for ranges.');
    }
    return { list, notFound };
  },
});

interface BlobRequest {
  properties: string[];
  from: number;
  /** Null: to the end. */
  length: number | null;
}

async function readOne(accountId: number, blobId: string, request: BlobRequest) {
  const { properties: asked, from, length } = request;
  // §4.2: many ask for nothing but the size, which is there without reading.
  if (asked.every((property) => property === 'size' || property === 'id')) {
    const size = await blobSize(accountId, blobId);
    return size === null ? null : { octets: 0, properties: asked.includes('size') ? { size } : {} };
  }
  const blob = await readBlobById(accountId, blobId);
  if (!blob) return null;
  const size = blob.bytes.length;
  const bytes = blob.bytes.subarray(from, length === null ? size : from + length);
  const isTruncated = from > size || (length !== null && from + length > size);
  const asText = asked.includes('data') || asked.includes('data:asText');
  const text = asText ? textOf(bytes) : null;
  const isEncodingProblem = asText && text === null;
  return {
    octets: bytes.length,
    properties: {
      ...(isTruncated ? { isTruncated } : {}),
      ...(isEncodingProblem ? { isEncodingProblem } : {}),
      ...(asked.includes('data:asText') || text !== null ? { 'data:asText': text } : {}),
      ...(asked.includes('data:asBase64') || (asked.includes('data') && isEncodingProblem)
        ? { 'data:asBase64': bytes.toString('base64') }
        : {}),
      ...digestsOf(bytes, asked),
      ...(asked.includes('size') ? { size } : {}),
    },
  };
}

function digestsOf(bytes: Buffer, asked: readonly string[]): Record<string, string> {
  const wanted = Object.entries(digests).filter(([name]) => asked.includes(`digest:${name}`));
  return Object.fromEntries(wanted.map(([name, algorithm]) => [`digest:${name}`, createHash(algorithm).update(bytes).digest('base64')]));
}

/** Null for what is no UTF-8, also when a range cuts a character. */
function textOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
