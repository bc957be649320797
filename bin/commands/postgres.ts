/** The database alone, for tests and for commands while the server is not running; sends its URL to the parent. */
import path from 'node:path';
import { readConfig } from '#server/config/config.ts';
import { startPostgres } from '#server/store/embedded.ts';
import { migrate } from '#server/store/migrate.ts';
import { handOver, root } from '../ready.js';
import { stopRequest } from '../stop-request.ts';
import { dropRights, planRun } from '../unprivileged.ts';

export async function run(): Promise<void> {
  const plan = planRun(path.resolve(root, readConfig(process.env).dataDir), { quiet: true });
  if (plan.program !== root) {
    const node = path.join(plan.program, path.relative(root, process.execPath));
    const env = { ...process.env, DATA_DIR: plan.dataDir };
    return handOver(node, [`${plan.program}/bin/posthorn.ts`, 'postgres'], { cwd: plan.program, env });
  }
  const stopping = stopRequest();
  dropRights(plan);
  const database = await startPostgres(plan.dataDir, { durable: process.env.POSTGRES_DURABLE !== 'no' });
  if (process.env.POSTGRES_MIGRATE === 'yes') await migrate(database.url, path.join(root, 'prisma/migrations'));
  process.send?.({ databaseUrl: database.url, dataDir: plan.dataDir });
  await Promise.race([stopping, database.lost]);
  await database.stop();
  process.exit(0);
}
