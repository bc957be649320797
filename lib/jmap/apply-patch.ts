/** What an object is after a PatchObject (RFC 8620 §5.3). */
import { readPatch } from './patch.ts';

/**
 * A new object; the old one is left alone. Undefined when the patch is not valid: a pointer goes through what is no object or is not
 * there, into an array, or one pointer lies within another.
 */
export function applyPatch(object: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> | undefined {
  const entries = readPatch(patch);
  if (!entries) return undefined;
  const changed = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
  for (const { path, value } of entries) {
    const last = path.at(-1) ?? '';
    let parent: unknown = changed;
    for (const token of path.slice(0, -1)) {
      if (!isObject(parent) || !Object.hasOwn(parent, token)) return undefined;
      parent = parent[token];
    }
    if (!isObject(parent)) return undefined;
    if (value === null) delete parent[last];
    else Object.defineProperty(parent, last, { value, enumerable: true, writable: true, configurable: true }); // also `__proto__`
  }
  return changed;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
