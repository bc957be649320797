/** `posthorn restore TARGET`: fills an empty DATA_DIR (or an empty DATABASE_URL) with a backup. */
import { chown, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from '#server/backup/manifest.ts';
import { restore } from '#server/backup/restore.ts';
import { targetOf } from '#server/backup/target.ts';
import { vaultToRead } from '#server/backup/vault/open-vault.ts';
import { BackupFault } from '#server/backup/vault/vault.ts';
import { readConfig } from '#server/config/config.ts';
import { migrate, migrationNames } from '#server/store/migrate.ts';
import { progressLine } from '../progress-line.ts';
import { root } from '../ready.js';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const options = { snapshot: { type: 'string' }, 'passphrase-file': { type: 'string' }, json: { type: 'boolean', default: false } } as const;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [place] = positionals;
  if (!place || positionals.length > 1)
    throw new UsageError('restore needs a TARGET: a file, a folder or s3://bucket/prefix.', { usage: true });
  const { tell, end } = progressLine(!values.json);
  try {
    const target = targetOf(place, readConfig(process.env), values['passphrase-file']);
    await readManifest(await vaultToRead(target), values.snapshot); // before a database is made for it
    const report = await withDatabase(
      async ({ url, dataDir }) => {
        const migrations = path.join(root, 'prisma/migrations');
        await mkdir(dataDir, { recursive: true, mode: 0o700 });
        const done = await restore({
          ...{ target, snapshot: values.snapshot, dataDir, tell },
          ...{ known: migrationNames(migrations), migrate: (only) => migrate(url, migrations, only) },
        });
        await giveToOwner(dataDir);
        return done;
      },
      { empty: true },
    );
    end();
    if (values.json) return console.log(JSON.stringify(report, null, 2));
    console.log(`restored ${report.id}, made at ${report.createdAt}: ${report.rows} rows, ${report.blobs} messages`);
    if (report.held > 0)
      console.log(
        `${report.held} recipients in the queue are held, as they may have been served since: "posthorn queue list", then retry or drop.`,
      );
  } catch (error) {
    throw error instanceof BackupFault ? new UsageError(error.message) : error;
  }
}

// Root restores, but the user that DATA_DIR belongs to runs Posthorn.
async function giveToOwner(dataDir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dataDir);
  for (const name of ['secret', 'tls', 'tls/cert.pem', 'tls/key.pem'])
    await chown(path.join(dataDir, name), uid, gid).catch(() => undefined);
}
