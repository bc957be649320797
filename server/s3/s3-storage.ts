/** Objects in storage that speaks S3, below `s3://bucket/prefix`, asked for with signed requests (Signature Version 4). */
import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { S3Access } from '#server/config/s3-settings.ts';

/** The storage does not answer, or does not give or take what it is asked to. `status` is null when it said nothing. */
export class StorageFault extends Error {
  readonly status: number | null;
  constructor(message: string, status: number | null = null) {
    super(message);
    this.status = status;
  }
}

export interface S3Storage {
  /** Replaces what is there; done when it is durable. */
  put: (name: string, bytes: Buffer) => Promise<void>;
  /** All of it, or the octets [from, to). */
  get: (name: string, range?: { from: number; to: number }) => Promise<Buffer>;
  /** Names that begin so, in the order of their octets, page by page as the storage gives them. */
  pages: (start?: string) => AsyncGenerator<string[]>;
  /** All of these, in one list. */
  list: (start: string) => Promise<string[]>;
  /** Also when it is not there. */
  remove: (name: string) => Promise<void>;
}

const page = z.object({
  ListBucketResult: z.object({
    Contents: z.array(z.object({ Key: z.string() })).default([]),
    IsTruncated: z.union([z.boolean(), z.string()]).default(false),
    NextContinuationToken: z.string().optional(),
  }),
});
const parser = new XMLParser({ isArray: (name) => name === 'Contents', parseTagValue: false });

/** A storage that hangs must not hold up whoever waits for it; a slow line may need the time for its octets. */
const patienceMs = 15_000;
const slowestOctetsPerMs = 256;
const mostOctets = 64 * 1024 * 1024; // of an object whose size is not known

export function s3Storage(place: string, access: S3Access): S3Storage {
  const { endpoint, region, accessKeyId, secretAccessKey } = access;
  // As it was written, blanks and all: the names of objects are encoded when they are asked for.
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)(.*)$/.exec(place) ?? [];
  const prefix = path.replaceAll(/^\/+|\/+$/g, '');
  // What is overloaded answers 503 and is asked again, after pauses of 50 ms, 100, 200 …
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 4 });
  const base = `${endpoint.replace(/\/$/, '')}/${bucket}`;
  const keyOf = (name: string) => (prefix === '' ? name : `${prefix}/${name}`);
  const ask = async (method: string, name: string, more: { body?: Buffer; query?: string; octets?: number; range?: string } = {}) => {
    const { body, query = '', octets = body?.length ?? mostOctets, range } = more;
    const url = `${base}${name === '' ? '' : `/${keyOf(name).split('/').map(encodeURIComponent).join('/')}`}${query}`;
    const signal = AbortSignal.timeout(Math.ceil(patienceMs + octets / slowestOctetsPerMs));
    // The hash is signed with the rest: octets that were changed on the way are refused.
    const hashed = body && { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') };
    const init = {
      ...{ method, signal, headers: { ...hashed, ...(range === undefined ? {} : { range }) } },
      ...(body ? { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength) as BodyInit } : {}),
    };
    try {
      const response = await client.fetch(url, init);
      if (response.ok || (method === 'DELETE' && response.status === 404)) return Buffer.from(await response.arrayBuffer());
      const said = (await response.text()).slice(0, 300);
      throw new StorageFault(`${method} ${keyOf(name)} in ${bucket} failed with ${response.status}: ${said}`, response.status);
    } catch (error) {
      if (error instanceof StorageFault) throw error;
      throw new StorageFault(`${endpoint} does not answer: ${reasonOf(error)}.`);
    }
  };
  async function* pages(start = ''): AsyncGenerator<string[]> {
    for (let token: string | undefined = ''; token !== undefined;) {
      const query = new URLSearchParams({ 'list-type': '2', prefix: keyOf(start) });
      if (token) query.set('continuation-token', token);
      const answer = await ask('GET', '', { query: `?${query.toString()}`, octets: 0 });
      const { ListBucketResult: found } = page.parse(parser.parse(answer.toString('utf8')));
      yield found.Contents.map(({ Key }) => Key.slice(keyOf('').length));
      token = String(found.IsTruncated) === 'true' ? found.NextContinuationToken : undefined;
    }
  }
  return {
    put: async (name, body) => void (await ask('PUT', name, { body })),
    get: async (name, range) => {
      if (!range) return ask('GET', name);
      const octets = range.to - range.from;
      const bytes = await ask('GET', name, { octets, range: `bytes=${range.from}-${range.to - 1}` });
      // RFC 9110 §14.2: a server may ignore the range and give everything.
      return bytes.length > octets && range.from > 0 ? bytes.subarray(range.from, range.to) : bytes;
    },
    pages,
    list: async (start) => {
      const names: string[] = [];
      for await (const some of pages(start)) names.push(...some);
      return names;
    },
    remove: async (name) => void (await ask('DELETE', name, { octets: 0 })),
  };
}

/** `fetch failed` alone says nothing: the cause does. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
