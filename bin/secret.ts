/** The installation's own secret: signs sessions and links. Made on first start, kept in DATA_DIR. */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepServerState } from '#server/store/index.ts';
import { UsageError } from './usage-error.ts';

export function ensureSecret(dataDir: string): string {
  const file = path.join(dataDir, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/**
 * All machines over one database share one secret: sessions and sealed keys of one are read by the others. Throws UsageError when the
 * database belongs to another.
 */
export async function claimSecret(secret: string): Promise<void> {
  const own = createHmac('sha256', secret).update('posthorn installation').digest('base64url');
  if ((await keepServerState('secret:check', () => own)) === own) return;
  throw new UsageError(
    'this database belongs to an installation with another secret: set POSTHORN_SECRET to the text of its DATA_DIR/secret (with several machines, on each of them).',
  );
}
