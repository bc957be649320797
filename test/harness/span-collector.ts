/** A collector of spans (OTLP over HTTP, in JSON) on a port of this machine. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const text = z.object({
  key: z.string(),
  value: z.object({ stringValue: z.string().optional(), intValue: z.coerce.number().optional() }).loose(),
});
const body = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(text) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              attributes: z.array(text).default([]),
              links: z.array(z.object({ traceId: z.string() })).default([]),
              status: z.object({ code: z.number().optional() }).optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parent: string | undefined;
  name: string;
  service: string | undefined;
  attributes: Record<string, string | number | undefined>;
  /** Traces that it points to. */
  links: string[];
  failed: boolean;
}

export async function startCollector() {
  const spans: CollectedSpan[] = [];
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      if (request.url === '/v1/traces' && request.method === 'POST') spans.push(...read(Buffer.concat(pieces).toString('utf8')));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    if (server.listening) await once(server, 'close');
  };
  return { spans, endpoint, stop };
}

function read(json: string): CollectedSpan[] {
  return body.parse(JSON.parse(json)).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ parentSpanId, attributes, links, status, ...span }) => ({
        ...span,
        parent: parentSpanId || undefined,
        service: resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue,
        attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue])),
        links: links.map(({ traceId }) => traceId),
        failed: status?.code === 2,
      })),
    ),
  );
}
