/** Fields of an operation as words: in an address, in a query, on a command line. What they are made of, the JSON Schema of the input says. */
import { z } from 'zod';
import type { Operation } from './operation.ts';

export interface FieldSchema {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  default?: unknown;
  items?: FieldSchema;
}
export interface ObjectSchema {
  properties: Record<string, FieldSchema>;
  required?: string[];
}

const cache = new WeakMap<z.ZodType, unknown>();

/** Of what goes in, or of what comes out. Dates are text in JSON. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const known = cache.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: json }) => {
      if (zodSchema._zod.def.type !== 'date') return;
      json.type = 'string';
      json.format = 'date-time';
    },
  });
  delete made.$schema;
  cache.set(schema, made);
  return made;
}

export const inputSchema = ({ input }: Pick<Operation, 'input'>): ObjectSchema => jsonSchema(input, 'input') as ObjectSchema;

/** Null when the word cannot be of this type; then the operation's own check says what is wrong. */
export function fromWord(field: FieldSchema | undefined, word: string): unknown {
  switch (field?.type ?? 'string') {
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
    case 'boolean':
      return word === 'true' ? true : word === 'false' ? false : word;
    case 'array':
      return word
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map((part) => fromWord(field?.items, part));
    default:
      return word;
  }
}
