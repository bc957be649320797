import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sweepProofs } from './prove-backup.ts';

test('what a killed proof of a backup left in DATA_DIR is swept, and nothing else', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'posthorn-proofs-'));
  const left = path.join(dataDir, 'proofs/posthorn-proof-x/posthorn-scratch-y/postgres/base');
  mkdirSync(left, { recursive: true });
  writeFileSync(path.join(left, '1234'), 'mail');
  writeFileSync(path.join(dataDir, 'secret'), 'kept');
  await sweepProofs(dataDir);
  expect([existsSync(path.join(dataDir, 'proofs')), existsSync(path.join(dataDir, 'secret'))]).toEqual([false, true]);
  await sweepProofs(dataDir); // nothing was left
});
