/** Storage that speaks S3, on a port of this machine: PUT, GET with ranges, DELETE and ListObjectsV2; each signature is made again. */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestStorage {
  endpoint: string;
  /** By path: `/bucket/prefix/name`. */
  objects: Map<string, Buffer>;
  /** `METHOD /path` of each request that was answered. */
  asked: string[];
  /** While it is away, it answers 503. */
  away: boolean;
  /** Answers that it still gives before it goes away. */
  awayAfter: number;
  stop: () => Promise<void>;
}

const pageSize = 2; // so that every list has pages

export async function startStorage(accessKeyId: string, secret: string): Promise<TestStorage> {
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => answer(request, Buffer.concat(pieces), response));
  });
  const storage: TestStorage = {
    ...{ endpoint: '', objects: new Map<string, Buffer>(), asked: [], away: false, awayAfter: Infinity },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
  function answer(request: http.IncomingMessage, body: Buffer, response: http.ServerResponse): unknown {
    const { objects } = storage;
    const { pathname: encoded, searchParams } = new URL(request.url ?? '', 'http://storage');
    const pathname = decodeURIComponent(encoded);
    storage.asked.push(`${request.method} ${pathname}`);
    if (storage.awayAfter-- <= 0) storage.away = true;
    if (storage.away) return response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    const { authorization = '' } = request.headers;
    const isSigned =
      authorization.includes(`Credential=${accessKeyId}/`) && authorization.endsWith(`Signature=${signatureOf(request, secret)}`);
    const told = request.headers['x-amz-content-sha256'];
    if (!isSigned) return response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    if (told !== 'UNSIGNED-PAYLOAD' && told !== createHash('sha256').update(body).digest('hex'))
      return response.writeHead(400).end('<Error><Code>XAmzContentSHA256Mismatch</Code></Error>');
    if (request.method === 'PUT') objects.set(pathname, body);
    else if (request.method === 'DELETE') objects.delete(pathname);
    else if (searchParams.has('list-type')) return response.end(listing(objects, pathname, searchParams));
    else return give(objects.get(pathname), request.headers.range, response);
    return response.end();
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  storage.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return storage;
}

function give(bytes: Buffer | undefined, range: string | undefined, response: http.ServerResponse): unknown {
  if (!bytes) return response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return from === undefined ? response.end(bytes) : response.writeHead(206).end(bytes.subarray(Number(from), Number(to) + 1));
}

function listing(objects: Map<string, Buffer>, bucket: string, query: URLSearchParams): string {
  const begin = `${bucket}/${query.get('prefix') ?? ''}`;
  const keys = [...objects.keys()].filter((name) => name.startsWith(begin)).sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const next = from + pageSize;
  const more = keys.length > next ? `<NextContinuationToken>${next}</NextContinuationToken>` : '';
  const list = keys.slice(from, next).map((key) => `<Contents><Key>${key.slice(bucket.length + 1)}</Key></Contents>`);
  return `<ListBucketResult>${list.join('')}<IsTruncated>${keys.length > next}</IsTruncated>${more}</ListBucketResult>`;
}

function signatureOf(request: http.IncomingMessage, secret: string): string {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://storage');
  const authorization = request.headers.authorization ?? '';
  const [, scope = '', signed = ''] = /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const encoded = (text: string) =>
    encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const headers = signed
    .split(';')
    .map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
    .join('');
  const body = String(request.headers['x-amz-content-sha256']);
  const canonical = [request.method, pathname, query, headers, signed, body].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, digest].join('\n');
  const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();
  const key = scope.split('/').reduce<Buffer | string>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}
