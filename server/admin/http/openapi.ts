/** The description of the HTTP API (OpenAPI 3.1), made of the table of operations. */
import { methodOf, pathOf, scopeOf, type Operation } from '../operation.ts';
import { operations } from '../operations.ts';
import { inputSchema, jsonSchema } from '../parameters.ts';

export const apiBase = '/api/admin/v1';

const problems = {
  400: 'The input was not understood: `errors` names the fields.',
  401: 'No key, or one that does not work.',
  403: 'The key may not do this.',
  404: 'What it is about is not there.',
  409: 'It is not possible as things are.',
  429: 'Too many wrong keys from this address.',
};

export function openApi(): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) (paths[pathOf(operation)] ??= {})[methodOf(operation).toLowerCase()] = describe(operation);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Posthorn administration',
      version: '1',
      description: 'Everything that the administration panel and `posthorn` do. Keys are made in the panel, or by `posthorn api-key add`.',
    },
    servers: [{ url: apiBase }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of this API.' } },
      schemas: { Problem: problem },
      responses: Object.fromEntries(
        Object.entries(problems).map(([status, description]) => [
          `Problem${status}`,
          { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
        ]),
      ),
    },
  };
}

function describe(operation: Operation): object {
  const { properties, required = [] } = inputSchema(operation);
  const inPath = (name: string) => pathOf(operation).includes(`{${name}}`);
  const hasBody = takesBody(operation);
  const names = Object.keys(properties);
  const parameters = names
    .filter((name) => inPath(name) || !hasBody)
    .map((name) => ({
      ...{ name, in: inPath(name) ? 'path' : 'query', required: inPath(name) || required.includes(name), schema: properties[name] },
      ...(properties[name]?.type === 'array' && { style: 'form', explode: false }),
    }));
  const inBody = names.filter((name) => !inPath(name));
  const body = {
    type: 'object',
    properties: Object.fromEntries(inBody.map((name) => [name, properties[name]])),
    required: required.filter((name) => inBody.includes(name)),
    additionalProperties: false,
  };
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [operation.name.slice(0, operation.name.indexOf('.'))],
    'x-scope': scopeOf(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody &&
      inBody.length > 0 && { requestBody: { required: body.required.length > 0, content: { 'application/json': { schema: body } } } }),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: jsonSchema(operation.output, 'output') } } },
      ...Object.fromEntries(Object.keys(problems).map((status) => [status, { $ref: `#/components/responses/Problem${status}` }])),
    },
  };
}

export const takesBody = (operation: Operation): boolean => ['POST', 'PUT', 'PATCH'].includes(methodOf(operation));

/** For a program that says it in another language, as the panel does (messages/…/problems.json). */
const said = {
  type: 'object',
  description: 'What the sentence says: its code, and what stands in it.',
  properties: { code: { type: 'string' }, values: { type: 'object', additionalProperties: { type: ['string', 'number'] } } },
  required: ['code', 'values'],
};

/** RFC 9457. */
const problem = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'What it is for a program: invalid, unauthorized, forbidden, notFound, conflict, throttled.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for people.' },
    problem: said,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' }, problem: said },
        required: ['field', 'message', 'problem'],
      },
    },
  },
  required: ['type', 'title', 'status', 'detail'],
};
