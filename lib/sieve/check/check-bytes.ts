/** Holds the octets of a script against its limits and the grammar, as whoever hands it in wants to know. */
import { sieveLimits } from '../limits.ts';
import type { SieveError } from '../syntax/tree.ts';
import { checkScript } from './check.ts';

export type CheckedBytes = { ok: true } | { ok: false; reason: 'tooLarge' } | { ok: false; reason: 'invalid'; error: SieveError };

export function checkBytes(bytes: Uint8Array): CheckedBytes {
  if (bytes.length > sieveLimits.scriptBytes) return { ok: false, reason: 'tooLarge' };
  const text = decoded(bytes);
  // RFC 5228 §2.1: a script is UTF-8. RFC 9661 §2.2: of at least one character.
  if (text === null) return { ok: false, reason: 'invalid', error: { line: 1, message: 'The script is not valid UTF-8.' } };
  if (text === '') return { ok: false, reason: 'invalid', error: { line: 1, message: 'The script is empty.' } };
  const checked = checkScript(text);
  return checked.ok ? { ok: true } : { ok: false, reason: 'invalid', error: checked.error };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
