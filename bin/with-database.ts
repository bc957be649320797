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

export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  const settings = readConfig(process.env);
  const dirs = dataDirsFor(path.resolve(root, settings.dataDir));
  const running = settings.databaseUrl ?? dirs.map((dir) => runningDatabaseUrl(dir)).find((url) => url !== null);
  const own = running ? undefined : await startOwn();
  process.env.DATABASE_URL = running ?? own?.url;
  const secret = dirs.map((dir) => path.join(dir, 'secret')).find((file) => existsSync(file));
  if (secret) process.env.POSTHORN_SECRET = readFileSync(secret, 'utf8').trim();
  forgetConfig();
  try {
    return await work();
  } finally {
    await closeDatabase();
    await own?.stop();
  }
}

async function startOwn() {
  const child = fork(path.join(root, 'bin/posthorn.ts'), ['postgres'], { env: { ...process.env, POSTGRES_MIGRATE: 'yes' } });
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() =>
      Promise.reject(new UsageError('no Posthorn is running on this DATA_DIR, and its database did not start.')),
    ),
  ])) as [{ databaseUrl: string }];
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url: message.databaseUrl, stop };
}
