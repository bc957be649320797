/** For commands beside the server: the database of the running Posthorn, found by the same settings; or one started for the command. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { forgetConfig, readConfig } from '#server/config/config.ts';
import { closeDatabase } from '#server/store/index.ts';
import { runningDatabaseUrl } from '#server/store/embedded.ts';
import { root } from './ready.js';
import { dataDirsFor } from './unprivileged.ts';
import { UsageError } from './usage-error.ts';

export interface OpenDatabase {
  url: string;
  /** Where the secret and the certificate of this installation lie. */
  dataDir: string;
}

/** `empty`: no Posthorn may be running on it. `migrated`: false leaves the tables as they are, when it has to be started for the command. */
export async function withDatabase<T>(work: (open: OpenDatabase) => Promise<T>, { empty = false, migrated = true } = {}): Promise<T> {
  const settings = readConfig(process.env);
  const dirs = dataDirsFor(path.resolve(root, settings.dataDir));
  const running = settings.databaseUrl ?? dirs.map((dir) => runningDatabaseUrl(dir)).find((url) => url !== null);
  if (empty && running && !settings.databaseUrl) throw new UsageError('a Posthorn is running on this DATA_DIR: stop it first.');
  const own = running ? undefined : await startOwn(migrated && !empty ? 'yes' : 'no');
  const url = running ?? own?.url ?? '';
  process.env.DATABASE_URL = url;
  const secret = dirs.map((dir) => path.join(dir, 'secret')).find((file) => existsSync(file));
  if (secret) process.env.POSTHORN_SECRET = readFileSync(secret, 'utf8').trim();
  forgetConfig();
  try {
    return await work({ url, dataDir: own?.dataDir ?? path.dirname(secret ?? path.join(dirs[0] ?? '', 'secret')) });
  } finally {
    await closeDatabase();
    await own?.stop();
  }
}

async function startOwn(migrate: 'yes' | 'no') {
  const child = fork(path.join(root, 'bin/posthorn.ts'), ['postgres'], { env: { ...process.env, POSTGRES_MIGRATE: migrate } });
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() =>
      Promise.reject(new UsageError('no Posthorn is running on this DATA_DIR, and its database did not start.')),
    ),
  ])) as [{ databaseUrl: string; dataDir: string }];
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url: message.databaseUrl, dataDir: message.dataDir, stop };
}
