/** Whether a letter is to be encrypted because its writer wants that whenever it can be. */
import { loadKeyring, ownKeys } from './keyring.ts';
import { keysFor } from './protect.ts';

export interface DefaultProtection {
  /** The writer's key says so. */
  wanted: boolean;
  /** Who cannot be written to like that. */
  missing: string[];
}

/** `own` is the address that the letter is from. Throws when the keys cannot be read: then nothing is certain. */
export async function defaultProtection(emails: readonly string[], own: string): Promise<DefaultProtection> {
  const mine = ownKeys(await loadKeyring()).filter((key) => key.encryptByDefault && key.emails.includes(own.toLowerCase()));
  let missing: string[] | null = null;
  for (const kind of new Set(mine.map((key) => key.kind))) {
    const found = await keysFor(emails, kind);
    if (found.missing.length === 0) return { wanted: true, missing: [] };
    missing ??= found.missing;
  }
  return { wanted: missing !== null, missing: missing ?? [] };
}
