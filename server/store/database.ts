/**
 * The one pool and the one Prisma Client of a process. Next bundles its own copy of this module beside the one that bin/web.ts loads:
 * what must exist once per process hangs on globalThis.
 */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

pg.types.setTypeParser(20, Number); // bigint: ids and modseqs stay below 2^53

interface Shared {
  pool: pg.Pool;
  prisma: PrismaClient;
}
const home = globalThis as { posthornDatabase?: Shared };

/** Opened at first use, so that importing the store needs no database. */
export function database(): Shared {
  return (home.posthornDatabase ??= open());
}

export async function databaseIsUp(): Promise<boolean> {
  return database()
    .pool.query('select 1')
    .then(
      () => true,
      () => false,
    );
}

export async function closeDatabase(): Promise<void> {
  const shared = home.posthornDatabase;
  delete home.posthornDatabase;
  await shared?.prisma.$disconnect();
  await shared?.pool.end().catch(() => {});
}

function open(): Shared {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
  pool.on('error', (error) => console.error('store: an idle connection was lost:', error.message)); // unhandled, it ends the process
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
