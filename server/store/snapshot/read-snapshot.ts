/** One state of the whole store, read while the server goes on: everything comes from one REPEATABLE READ transaction. */
import type { Readable } from 'node:stream';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { inSnapshot } from '../database.ts';
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
        return { blob: await binary(client, 'blob', list), chunks: await binary(client, 'blob_chunk', list) };
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

// COPY takes no parameters: the hashes are Buffers, which become nothing but hexadecimal digits.
async function binary(client: pg.ClientBase, table: 'blob' | 'blob_chunk', list: string): Promise<Buffer> {
  const stream = client.query(copyTo(`copy (select * from ${table} where sha256 in (${list}) order by 1, 2) to stdout (format binary)`));
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
