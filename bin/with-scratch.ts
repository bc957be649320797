/** A Postgres of its own in a temporary folder, empty, for as long as some work takes; the settings of the real one are put back after. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forgetConfig } from '#server/config/config.ts';
import { migrate } from '#server/store/migrate.ts';
import { root } from './ready.js';
import { withDatabase } from './with-database.ts';

export type Migrate = (only?: ReadonlySet<string>) => Promise<unknown>;
export const migrations = path.join(root, 'prisma/migrations');

export async function withScratch<T>(work: (migrate: Migrate) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-scratch-'));
  const { DATABASE_URL, DATA_DIR, POSTGRES_DURABLE, POSTHORN_SECRET } = process.env;
  Object.assign(process.env, { DATA_DIR: folder, POSTGRES_DURABLE: 'no' });
  delete process.env.DATABASE_URL; // never the live one
  try {
    return await withDatabase(({ url }) => work((only) => migrate(url, migrations, only)), { empty: true });
  } finally {
    for (const [name, value] of Object.entries({ DATABASE_URL, DATA_DIR, POSTGRES_DURABLE, POSTHORN_SECRET }))
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    forgetConfig();
    await rm(folder, { recursive: true, force: true });
  }
}
