/** The JMAP routes over real HTTP, without Next around them: the same route files, reached by the same paths. */
import http from 'node:http';
import { Readable } from 'node:stream';
import type { AddressInfo } from 'node:net';
import { answerUpgrade } from '#server/jmap/http/web-socket.ts';
import { GET as wellKnown } from '../../app/.well-known/jmap/route.ts';
import { GET as download } from '../../app/api/jmap/download/[accountId]/[blobId]/[name]/route.ts';
import { GET as eventSource } from '../../app/api/jmap/eventsource/route.ts';
import { POST as api } from '../../app/api/jmap/route.ts';
import { GET as session } from '../../app/api/jmap/session/route.ts';
import { POST as upload } from '../../app/api/jmap/upload/[accountId]/route.ts';

export interface JmapServer {
  origin: string;
  stop(): Promise<void>;
}

export async function startJmapServer(): Promise<JmapServer> {
  const server = http.createServer((incoming, outgoing) => {
    void answer(incoming, outgoing).catch((error: unknown) => {
      console.error(error);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  server.on('upgrade', answerUpgrade);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

async function answer(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, String(value));
  const { method = 'GET' } = incoming;
  const body = method === 'GET' ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  const request = new Request(url, { method, headers, body, duplex: 'half', signal: gone.signal } as RequestInit);
  const response = await route(request, new URL(url).pathname);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void outgoing.end();
  const reader = response.body.getReader();
  gone.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    outgoing.write(value);
  }
  outgoing.end();
  return undefined;
}

function route(request: Request, path: string): Promise<Response> {
  const [, first, second, third, ...rest] = path.split('/').map(decodeURIComponent);
  const [accountId = '', blobId = '', name = ''] = rest;
  const { method } = request;
  if (method === 'GET' && path === '/.well-known/jmap') return wellKnown(request);
  if (first !== 'api' || second !== 'jmap') return Promise.resolve(new Response(null, { status: 404 }));
  switch (`${method} ${third ?? ''}`) {
    case 'POST ':
      return api(request);
    case 'GET session':
      return session(request);
    case 'GET eventsource':
      return eventSource(request);
    case 'POST upload':
      return upload(request, { params: Promise.resolve({ accountId }) });
    case 'GET download':
      return download(request, { params: Promise.resolve({ accountId, blobId, name }) });
    default:
      return Promise.resolve(new Response(null, { status: 405 }));
  }
}
