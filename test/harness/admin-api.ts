/** The HTTP API of administration over real HTTP, and a client of it that is made of its description alone. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { answerAdminApi } from '#server/admin/http/api.ts';

export interface AdminServer {
  origin: string;
  stop: () => Promise<void>;
}

export async function startAdminServer(): Promise<AdminServer> {
  const server = http.createServer((incoming, outgoing) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const headers = new Headers({ 'x-forwarded-for': '192.0.2.44' });
      for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, String(value));
      const { method = 'GET' } = incoming;
      const body = pieces.length > 0 ? { body: Buffer.concat(pieces) } : {};
      const request = new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, ...body });
      answerAdminApi(request).then(
        async (answer) => outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text()),
        (error: unknown) => outgoing.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, stop: () => new Promise((stopped) => server.close(() => stopped())) };
}

type Schema = Record<string, unknown>;
interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: Schema;
}
interface Described {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Schema }> }>;
}
interface Description {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, { content: Record<string, { schema: { $ref: string } }> }> };
}
export interface Answer {
  status: number;
  body: unknown;
}
export interface GeneratedClient {
  /** Every operation of the description. */
  names: string[];
  /** By operation, the statuses that were seen. */
  seen: Map<string, Set<number>>;
  call: (name: string, input?: Record<string, unknown>) => Promise<Answer>;
}

/** Knows nothing of the server but its description: builds each request of it, and holds each answer against it. */
export async function generateClient(origin: string, key: string): Promise<GeneratedClient> {
  const description = (await (await fetch(`${origin}/api/admin/v1/openapi.json`)).json()) as Description;
  if (!description.openapi.startsWith('3.1')) throw new Error('not a description of OpenAPI 3.1');
  const base = origin + (description.servers[0]?.url ?? '');
  const seen = new Map<string, Set<number>>();
  const operations = new Map(
    Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [operation.operationId, { path, method, operation }] as const),
    ),
  );
  async function call(name: string, input: Record<string, unknown> = {}): Promise<Answer> {
    const found = operations.get(name);
    if (!found) throw new Error(`the description has no operation ${name}`);
    const { path, method, operation } = found;
    const rest = { ...input };
    let address = path;
    const query = new URLSearchParams();
    for (const parameter of operation.parameters ?? []) {
      const value = rest[parameter.name];
      delete rest[parameter.name];
      if (value === undefined) continue;
      const word = Array.isArray(value) ? value.join(',') : String(value as string | number | boolean);
      if (parameter.in === 'path') address = address.replace(`{${parameter.name}}`, encodeURIComponent(word));
      else query.set(parameter.name, word);
    }
    if (Object.keys(rest).length > 0 && !operation.requestBody) throw new Error(`${name} has no body for ${Object.keys(rest).join(', ')}`);
    const answer = await fetch(`${base}${address}${query.size > 0 ? `?${query}` : ''}`, {
      method: method.toUpperCase(),
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(operation.requestBody && { body: JSON.stringify(rest) }),
    });
    const body: unknown = await answer.json();
    seen.set(name, (seen.get(name) ?? new Set()).add(answer.status));
    holdAgainst(description, operation, name, answer, body);
    return { status: answer.status, body };
  }
  return { names: [...operations.keys()], seen, call };
}

function holdAgainst(description: Description, operation: Described, name: string, answer: Response, body: unknown): void {
  const described = operation.responses[answer.status];
  if (!described) throw new Error(`${name} answered ${answer.status}, which is not described: ${JSON.stringify(body)}`);
  const of = described.$ref ? description.components.responses[described.$ref.split('/').at(-1) ?? ''] : described;
  const type = answer.headers.get('content-type') ?? '';
  const { schema } = of?.content?.[type] ?? {};
  if (!schema) throw new Error(`${name} answered with ${type}, which is not described`);
  const { $ref } = schema as { $ref?: string };
  const whole = $ref ? description.components.schemas[$ref.split('/').at(-1) ?? ''] : schema;
  const checked = z.fromJSONSchema(whole as Parameters<typeof z.fromJSONSchema>[0]).safeParse(body);
  if (!checked.success) throw new Error(`${name} answered what is not described: ${checked.error.message} in ${JSON.stringify(body)}`);
}
