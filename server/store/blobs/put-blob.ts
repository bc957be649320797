/** Writes bytes under their SHA-256, here or into S3 storage: before the mail transaction that refers to them, or, when they are few, together with it. */
import { hash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { BlobRef } from '../contract.ts';
import { database, hotRows, inTransaction } from '../database.ts';
import { cuts, toChunk, type Chunk } from './chunks.ts';
import { goesToS3 } from './objects.ts';
import { putObject } from './put-object.ts';

const batch = 16; // chunks a statement: at most 4 MiB, which the driver sends as 8 MiB of hexadecimal
const lookFirstFrom = 64 * 1024;

/**
 * For `deliver`, which writes it in the same transaction: a message then costs one round trip and one commit. What is large is written at
 * once, so that the others of a group commit need not wait for it.
 */
export async function prepareBlob(bytes: Buffer): Promise<BlobRef> {
  if (bytes.length >= lookFirstFrom || goesToS3(bytes.length)) return putBlob(bytes);
  const offsets = cuts(bytes);
  const pending = await Promise.all(offsets.map((off, n) => toChunk(bytes, n, off, offsets[n + 1] ?? bytes.length)));
  return { ...refOf(bytes), pending };
}

/** Writes what `prepareBlob` has left to be written, for those who cannot write it with the mail. */
export async function keepBlob({ sha256, size, pending }: BlobRef): Promise<BlobRef> {
  if (pending) await hotRows(insertAll, [sha256, size, ...columns(pending)]);
  return { sha256, size };
}

const refOf = (bytes: Buffer) => ({ sha256: hash('sha256', bytes, 'buffer'), size: bytes.length });

/** Idempotent: the same bytes again only renew `touched_at`, which keeps `collectBlobs` away for its grace time. */
export async function putBlob(bytes: Buffer): Promise<BlobRef> {
  const ref = refOf(bytes);
  if (goesToS3(bytes.length)) {
    await putObject(ref, bytes);
    return ref;
  }
  if (bytes.length >= lookFirstFrom && (await touch(ref.sha256))) return ref;
  const offsets = cuts(bytes);
  if (offsets.length <= batch) {
    const chunks = await Promise.all(offsets.map((off, n) => toChunk(bytes, n, off, offsets[n + 1] ?? bytes.length)));
    await hotRows(insertAll, [ref.sha256, ref.size, ...columns(chunks)]);
    return ref;
  }
  await inTransaction(async (client) => {
    await client.query(insertBlob, [ref.sha256, ref.size]);
    await writeChunks(client, ref.sha256, bytes);
  });
  return ref;
}

/** All of them, some at a time, within the transaction that has the row. */
export async function writeChunks(client: PoolClient, sha256: Buffer, bytes: Buffer): Promise<void> {
  const offsets = cuts(bytes);
  for (let n = 0; n < offsets.length; n += batch) {
    const some = offsets.slice(n, n + batch);
    const chunks = await Promise.all(some.map((off, index) => toChunk(bytes, n + index, off, offsets[n + index + 1] ?? bytes.length)));
    await client.query(fromArrays(2), [sha256, ...columns(chunks)]);
  }
}

const insertBlob = `insert into blob (sha256, size) values ($1, $2) on conflict (sha256) do update set touched_at = now()`;
// Prisma has no insert from arrays; bare pg besides sends bytea without a copy as text in JSON.
const fromArrays = (first: number) => `
  insert into blob_chunk (sha256, n, off, raw_len, codec, data)
  select $1::bytea, c.n, c.off, c.raw_len, c.codec, c.data
  from unnest($${first}::int[], $${first + 1}::bigint[], $${first + 2}::int[], $${first + 3}::smallint[], $${first + 4}::bytea[])
    as c(n, off, raw_len, codec, data)
  on conflict do nothing`;
const insertAll = `with kept as (${insertBlob} returning 1) ${fromArrays(3)}`;

function columns(chunks: Chunk[]): unknown[][] {
  return [
    chunks.map(({ n }) => n),
    chunks.map(({ off }) => off),
    chunks.map(({ rawLength }) => rawLength),
    chunks.map(({ codec }) => codec),
    chunks.map(({ data }) => data),
  ];
}

async function touch(sha256: Buffer): Promise<boolean> {
  const { rowCount } = await database().pool.query('update blob set touched_at = now() where sha256 = $1', [sha256]);
  return rowCount === 1;
}
