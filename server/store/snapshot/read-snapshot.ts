/** One state of the whole store, read while the server goes on: everything comes from one REPEATABLE READ transaction. */
import type { Readable } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Place } from '../blobs/objects.ts';
import { fetchObject } from '../blobs/read-object.ts';
import { inSnapshot } from '../database.ts';
import { addTuples, chunkTuples } from './chunk-tuples.ts';
import { quoted, tablesToCopy, type TableShape } from './tables.ts';

export interface BlobFacts {
  sha256: Buffer;
  /** Octets of the blob itself; it lies packed. */
  size: number;
}
export interface SnapshotReader {
  migrations: { name: string; checksum: string }[];
  tables: TableShape[];
  /** Counters of identity columns, and the next value of each. */
  sequences: { name: string; value: number }[];
  /** Rows in COPY's text format, in the order of the columns. */
  table: (shape: TableShape) => Readable;
  /** All blobs, in the order of their hashes, some thousands at a time. */
  blobs: () => AsyncGenerator<BlobFacts[]>;
  /** The rows of these blobs and of their chunks, in COPY's binary format. */
  blobRows: (hashes: Buffer[]) => Promise<{ blob: Buffer; chunks: Buffer }>;
}

export function readSnapshot<T>(work: (reader: SnapshotReader) => Promise<T>): Promise<T> {
  return inSnapshot(async (client) => {
    const migrations = await client.query<{ name: string; checksum: string }>(
      `select migration_name as name, checksum from _prisma_migrations
       where rolled_back_at is null and finished_at is not null order by migration_name`,
    );
    const sequences = await client.query<{ name: string; value: number }>(
      `select sequencename as name, coalesce(last_value, 0)::bigint as value from pg_sequences
       where schemaname = current_schema() order by 1`,
    );
    return work({
      migrations: migrations.rows,
      tables: await tablesToCopy(client),
      sequences: sequences.rows,
      table: ({ name, columns }) => client.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`)),
      blobs: () => allBlobs(client),
      blobRows: async (hashes) => {
        const list = hashes.map((hash) => `'\\x${hash.toString('hex')}'::bytea`).join(', ');
        const chunks = await binary(client, `select * from blob_chunk where sha256 in (${list}) order by 1, 2`);
        return { blob: await binary(client, blobsHere(list)), chunks: await withObjects(client, hashes, chunks) };
      },
    });
  });
}

async function* allBlobs(client: pg.ClientBase): AsyncGenerator<BlobFacts[]> {
  for (let after: Buffer | undefined = Buffer.alloc(0); after;) {
    const { rows }: pg.QueryResult<BlobFacts> = await client.query<BlobFacts>(
      'select sha256, size from blob where sha256 > $1 order by sha256 limit 5000',
      [after],
    );
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.sha256;
  }
}

// COPY takes no parameters: the hashes are Buffers, which become nothing but hexadecimal digits. A backup holds the octets of all blobs, and
// a restore puts them into Postgres, whatever becomes of the storage: so all of them lie there in a snapshot.
const blobsHere = (list: string) =>
  `select sha256, size, ${Place.postgres}::smallint as store, touched_at from blob where sha256 in (${list}) order by 1`;

const objectsAtOnce = 8;

async function withObjects(client: pg.ClientBase, hashes: Buffer[], chunks: Buffer): Promise<Buffer> {
  const { rows } = await client.query<{ sha256: Buffer; size: number }>(
    'select sha256, size from blob where sha256 = any($1) and store = $2',
    [hashes, Place.s3],
  );
  const tuples: Buffer[] = [];
  for (let at = 0; at < rows.length; at += objectsAtOnce) {
    const some = rows.slice(at, at + objectsAtOnce);
    const made = await Promise.all(some.map(async ({ sha256, size }) => chunkTuples(sha256, await fetchObject(sha256, size))));
    tuples.push(...made.flat());
  }
  return tuples.length === 0 ? chunks : addTuples(chunks, tuples);
}

async function binary(client: pg.ClientBase, select: string): Promise<Buffer> {
  const stream = client.query(copyTo(`copy (${select}) to stdout (format binary)`));
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
