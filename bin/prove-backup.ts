/** A backup is proven in a process of its own: `posthorn backup verify` stands its store on a scratch database, ours stands on the live one. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { config } from '#server/config/config.ts';
import { BackupFault } from '#server/backup/vault/vault.ts';
import type { VerifyReport } from '#server/backup/verify.ts';
import type { Prove } from '#server/admin/jobs/backup-kinds.ts';
import { root } from './ready.js';

const proofsIn = (dataDir: string) => path.resolve(dataDir, 'proofs');
/** Postgres may still be writing there while it ends. */
const thorough = { recursive: true, force: true, maxRetries: 20, retryDelay: 250 } as const;

/** At the start of a server, which has none under way: what is left was made by one that was killed, and is as large as all mail. */
export const sweepProofs = (dataDir: string): Promise<void> => rm(proofsIn(dataDir), thorough);

export const proveBackup: Prove = async ({ place, snapshot }, { signal, tell }) => {
  // All that it makes lies in here, and goes with it however it ends. In DATA_DIR: the whole mail must fit, and we must be let in.
  const proofs = proofsIn(config().dataDir);
  await mkdir(proofs, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(proofs, 'posthorn-proof-'));
  const args = ['bin/posthorn.ts', 'backup', 'verify', place, '--json', ...(snapshot === undefined ? [] : ['--snapshot', snapshot])];
  const env = { ...process.env, TMPDIR: folder };
  try {
    const child = spawn(process.execPath, args, { cwd: root, env, signal, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child.on('error', () => undefined); // `close` follows, and the signal says why
    child.on('message', ({ step, done, total }: { step: string; done: number; total: number }) => tell({ doing: step, done, total }));
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const read = (stream: Readable | null) => (stream ? text(stream) : Promise.resolve(''));
    const [said, wrong] = await Promise.all([read(child.stdout), read(child.stderr), closed]);
    signal.throwIfAborted();
    try {
      return JSON.parse(said) as VerifyReport;
    } catch {
      throw new BackupFault(wrong.trim().replace(/^posthorn: /, '') || 'The process that looked at it ended without a word.');
    }
  } finally {
    await rm(folder, thorough);
  }
};
