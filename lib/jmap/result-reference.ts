/** RFC 8620 §3.7: arguments taken from the result of an earlier call of the same request. */
import type { Arguments, Invocation } from './invocation.ts';

export type Resolution =
  { ok: true; args: Arguments } | { ok: false; type: 'invalidArguments' | 'invalidResultReference'; description: string };

/** Replaces every `#name` argument by what it refers to. The values are those of the responses, not copies: treat them as read-only. */
export function resolveReferences(args: Arguments, responses: readonly Invocation[]): Resolution {
  const resolved: Arguments = {};
  for (const [key, value] of Object.entries(args)) {
    if (!key.startsWith('#')) {
      resolved[key] = value;
      continue;
    }
    const name = key.slice(1);
    if (Object.hasOwn(args, name))
      return { ok: false, type: 'invalidArguments', description: `"${name}" is given both plainly and as a reference.` };
    const found = isReference(value) ? follow(value, responses) : undefined;
    if (!found) return { ok: false, type: 'invalidResultReference', description: `"${key}" does not refer to a result.` };
    resolved[name] = found.value;
  }
  return { ok: true, args: resolved };
}

interface ResultReference {
  resultOf: string;
  name: string;
  path: string;
}

function isReference(value: unknown): value is ResultReference {
  if (typeof value !== 'object' || value === null) return false;
  const { resultOf, name, path } = value as Partial<Record<keyof ResultReference, unknown>>;
  return typeof resultOf === 'string' && typeof name === 'string' && typeof path === 'string';
}

function follow(reference: ResultReference, responses: readonly Invocation[]): { value: unknown } | undefined {
  const response = responses.find(([, , callId]) => callId === reference.resultOf);
  return response?.[0] === reference.name ? evaluate(response[1], reference.path) : undefined;
}

/** JSON Pointer (RFC 6901) with `*` for every item of an array, nested arrays flattened. Undefined when it leads nowhere. */
export function evaluate(document: unknown, pointer: string): { value: unknown } | undefined {
  if (pointer === '') return { value: document };
  if (!pointer.startsWith('/')) return undefined;
  return step(document, pointer.slice(1).split('/').map(unescapeToken));
}

function step(current: unknown, tokens: readonly string[]): { value: unknown } | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return { value: current };
  if (Array.isArray(current)) {
    const items: unknown[] = current;
    if (token === '*') return everyItem(items, rest);
    if (!/^(0|[1-9]\d*)$/.test(token) || Number(token) >= items.length) return undefined;
    return step(items[Number(token)], rest);
  }
  if (typeof current !== 'object' || current === null || !Object.hasOwn(current, token)) return undefined;
  return step((current as Record<string, unknown>)[token], rest);
}

function everyItem(items: readonly unknown[], rest: readonly string[]): { value: unknown } | undefined {
  const output: unknown[] = [];
  for (const item of items) {
    const result = step(item, rest);
    if (!result) return undefined;
    if (Array.isArray(result.value)) for (const inner of result.value as unknown[]) output.push(inner);
    else output.push(result.value);
  }
  return { value: output };
}

/** RFC 6901 §4: `~1` first, then `~0`. */
export const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
export const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');
