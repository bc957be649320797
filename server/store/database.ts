/**
 * The one pool and the one Prisma Client of a process. Next bundles its own copy of this module beside the one that bin/web.ts loads:
 * what must exist once per process hangs on globalThis.
 */
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { isTracing, traced } from '#server/log/tracing.ts';
import { PrismaClient } from './generated/client.ts';

pg.types.setTypeParser(20, Number); // bigint: ids and modseqs stay below 2^53

interface Shared {
  pool: pg.Pool;
  prisma: PrismaClient;
}
const home = globalThis as { posthornDatabase?: Shared; posthornLastWrites?: Set<() => Promise<void>> };

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

/** What has still to be written when the process ends. */
export function beforeClosing(work: () => Promise<void>): void {
  (home.posthornLastWrites ??= new Set()).add(work);
}

export async function closeDatabase(): Promise<void> {
  const shared = home.posthornDatabase;
  if (shared) await Promise.allSettled([...(home.posthornLastWrites ?? [])].map((work) => work()));
  delete home.posthornDatabase;
  await shared?.prisma.$disconnect();
  await shared?.pool.end().catch(() => {});
}

/** One statement outside any transaction. `values` are always parameters: no value is ever written into SQL text. */
export async function rows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  return (await queried(text, () => database().pool.query<T>(text, values))).rows;
}

/**
 * As `rows`, for what every message, command or call runs: parsed and planned once per connection. Only for statements whose best plan
 * does not hang on the values (docs/adr/search-and-the-planner.md), and whose text is one of a few.
 */
export async function hotRows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  return (await queried(text, () => database().pool.query<T>({ name: statementName(text), text, values }))).rows;
}

// From the text, as the two copies of this module share the pool.
const names = new Map<string, string>();
function statementName(text: string): string {
  const name = names.get(text) ?? createHash('sha256').update(text).digest('base64url').slice(0, 20);
  names.set(text, name);
  return name;
}

/** As `rows`, each row an array: for what is read by the thousand (design: store, section 5). */
export async function arrays<T extends unknown[]>(text: string, values: unknown[] = []): Promise<T[]> {
  return (await queried(text, () => database().pool.query<T>({ text, values, rowMode: 'array' }))).rows;
}

/** Commits what `work` did, or rolls it back when `work` throws. */
export function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return between('begin', work);
}

/**
 * For what is made from mail and can be made again, or only tells of it (indexes, lessons, traces): the commit does not wait for the disk.
 * It stays whole and in its order; when the machine loses its power, the last half second of such work is gone. It leaves the disk to
 * those commits that somebody waits for.
 */
export function inLazyTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return between('begin; set local synchronous_commit = off', work);
}

/** Several reads of one state of the database: REPEATABLE READ takes its snapshot at the first statement of `work`. */
export function inSnapshot<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return between('begin isolation level repeatable read read only', work);
}

/** A statement with its placeholders tells what was asked, and nothing of whom. */
export function queried<T>(text: string, work: () => Promise<T>): Promise<T> {
  if (!isTracing()) return work();
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text.replaceAll(/\s+/g, ' ').trim().slice(0, 1000) };
  return traced('store query', { kind: 'client', inside: true, attributes }, work);
}

const between = <T>(begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  traced('store transaction', { inside: true }, () => onOneClient(begin, work));

async function onOneClient<T>(begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database().pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => (broken = reason)); // then the connection is of no more use
    throw error;
  } finally {
    client.release(broken);
  }
}

function open(): Shared {
  // A mail process keeps some of them open: what comes after a pause waits for no log-in, and finds its plans made.
  const min = process.env.MAIL_WORKER === undefined ? 0 : 4;
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16, min });
  pool.on('error', (error) => console.error('store: an idle connection was lost:', error.message)); // unhandled, it ends the process
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}
