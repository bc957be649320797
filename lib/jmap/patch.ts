/** PatchObject (RFC 8620 §5.3): keys are JSON Pointers without the leading slash, values replace or, when null, remove. */
import { unescapeToken } from './result-reference.ts';

export interface PatchEntry {
  path: string[];
  value: unknown;
}

/** Undefined when the patch is not valid: one key is a prefix of another, or points into an array. */
export function readPatch(patch: Record<string, unknown>): PatchEntry[] | undefined {
  const keys = new Set(Object.keys(patch));
  const entries: PatchEntry[] = [];
  for (const [key, value] of Object.entries(patch)) {
    const tokens = key.split('/');
    for (let length = 1; length < tokens.length; length++) if (keys.has(tokens.slice(0, length).join('/'))) return undefined;
    entries.push({ path: tokens.map(unescapeToken), value });
  }
  return entries;
}
