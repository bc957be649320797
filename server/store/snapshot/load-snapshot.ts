/** Fills an empty store with a snapshot, in one transaction: it is all there, or nothing is. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { inTransaction, rows } from '../database.ts';
import { quoted, tablesToCopy, type TableShape } from './tables.ts';

export interface SnapshotWriter {
  /** The order in which the tables are to be filled. */
  tables: string[];
  /** Returns the number of rows. */
  table: (shape: TableShape, rows: Readable) => Promise<number>;
  /** What `blobRows` gave; a blob that is there already stays. */
  blobRows: (packed: { blob: Buffer; chunks: Buffer }) => Promise<void>;
  sequence: (name: string, value: number) => Promise<void>;
}

/** Whether nothing was ever kept here. */
export async function storeIsEmpty(): Promise<boolean> {
  const [found] = await rows<{ used: boolean }>(
    'select exists (select from account) or exists (select from domain) or exists (select from app_user) as used',
  );
  return found?.used === false;
}

export function loadSnapshot<T>(work: (writer: SnapshotWriter) => Promise<T>): Promise<T> {
  return inTransaction(async (client) => {
    const shapes = await tablesToCopy(client);
    // What a migration or a start has put in makes room for what was there.
    for (const { name } of shapes.toReversed()) await client.query(`delete from ${quoted(name)}`);
    const result = await work({
      tables: shapes.map(({ name }) => name),
      table: (shape, source) => copyIn(client, `${quoted(shape.name)} (${shape.columns.map(quoted).join(', ')})`, '', source),
      blobRows: (packed) => blobRows(client, packed),
      sequence: async (name, value) => {
        if (value > 0) await client.query(`select setval($1::regclass, $2)`, [quoted(name), value]);
      },
    });
    // Messages become searchable again by the feed that makes them so at delivery.
    await client.query('insert into index_job (account_id, email_id) select account_id, email_id from email on conflict do nothing');
    return result;
  });
}

async function copyIn(client: pg.ClientBase, target: string, options: string, source: Readable): Promise<number> {
  const stream = client.query(copyFrom(`copy ${target} from stdin ${options}`));
  await pipeline(source, stream);
  return stream.rowCount;
}

async function blobRows(client: pg.ClientBase, { blob, chunks }: { blob: Buffer; chunks: Buffer }): Promise<void> {
  for (const [table, bytes] of [['blob', blob] as const, ['blob_chunk', chunks] as const]) {
    await client.query(`create temp table incoming (like ${table}) on commit drop`);
    await copyIn(client, 'incoming', '(format binary)', Readable.from([bytes]));
    await client.query(`insert into ${table} select * from incoming on conflict do nothing`);
    await client.query('drop table incoming');
  }
}
