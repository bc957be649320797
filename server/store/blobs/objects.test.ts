/** Blobs in S3 storage: written before their rows, read in ranges, swept, moved and checked; and what happens while the storage is away. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { renderMessage } from '#lib/message/render.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { startStorage, type TestStorage } from '../../../test/harness/s3-storage.ts';
import { rows } from '../database.ts';
import {
  blobFigures,
  checkStore,
  collectBlobs,
  deliver,
  findMailboxByRole,
  indexPending,
  moveBlobs,
  prepareBlob,
  putBlob,
  readBlob,
  readMessage,
  readMessages,
  sweepObjects,
  verifyBlobs,
} from '../index.ts';

let storage: TestStorage;
let accountId = 0;
let inbox = 0;
const large = () => Buffer.concat([Buffer.from('Subject: large\r\n\r\n'), randomBytes(700_000)]);
const objectOf = (sha256: Buffer) => `/mail/of/us/${sha256.toString('hex')}`;

function settings(more: Record<string, string> = {}): void {
  Object.assign(process.env, {
    ...{ BLOB_STORE: 's3', BLOB_BUCKET: 's3://mail/of/us', S3_ENDPOINT: storage.endpoint },
    ...{ S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'hidden', BLOB_S3_FROM: '65536', BLOB_CACHE: '67108864' },
    ...more,
  });
  forgetConfig();
}

beforeAll(async () => {
  storage = await startStorage('key', 'hidden');
  settings();
  ({ accountId } = await makeAccount('bob@hamburger.edu', 'hungry'));
  inbox = (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0;
});
beforeEach(() => {
  settings();
  storage.away = false;
  storage.asked.length = 0;
});
afterAll(() => storage.stop());

async function received(bytes: Buffer): Promise<Buffer> {
  const blob = await prepareBlob(bytes);
  const done = await deliver([
    { accountId, mailboxIds: [inbox], blob, prefix: Buffer.from('X: y\r\n'), rendered: renderMessage(bytes, 'X: y\r\n') },
  ]);
  expect(done.ok).toBe(true);
  return blob.sha256;
}

test('what is large goes there under its hash, what is small stays in Postgres, and both are read alike', async () => {
  const [far, near] = [large(), Buffer.from('Subject: small\r\n\r\nhello\r\n')];
  const [a, b] = [await received(far), await received(near)];
  expect(storage.objects.get(objectOf(a))?.equals(far)).toBe(true);
  expect(storage.objects.has(objectOf(b))).toBe(false);
  for (const [from, to] of [
    [0, far.length],
    [5, 300_000],
    [262_140, 262_150],
    [699_999, far.length + 9],
    [far.length, far.length + 1],
    [7, 7],
  ] as const)
    expect((await readBlob(a, from, to))?.equals(far.subarray(from, to))).toBe(true);
  const ranges = [a, b, a].map((blob, n) => ({ blob, prefix: Buffer.from('X: y\r\n'), from: n, to: n + 40 }));
  const whole = (bytes: Buffer) => Buffer.concat([Buffer.from('X: y\r\n'), bytes]);
  expect(await readMessages(ranges)).toEqual([whole(far).subarray(0, 40), whole(near).subarray(1, 41), whole(far).subarray(2, 42)]);
  expect(await blobFigures()).toMatchObject([{ place: 'postgres' }, { place: 's3', count: 1, octets: far.length }]);
  expect(await checkStore()).toEqual([]);
});

test('the same octets again are written once; slices of one message are fetched once', async () => {
  const bytes = large();
  const { sha256 } = await putBlob(bytes);
  await putBlob(bytes);
  for (let at = 0; at < bytes.length; at += 10_000) await readBlob(sha256, at, at + 10_000);
  const ofIt = storage.asked.filter((one) => one.endsWith(objectOf(sha256)));
  expect(ofIt.filter((one) => one.startsWith('PUT'))).toHaveLength(1);
  expect(ofIt.filter((one) => one.startsWith('GET'))).toHaveLength(3); // windows of 256 KiB
});

test('the cache holds no more than it may', async () => {
  settings({ BLOB_CACHE: '262144' });
  const { sha256 } = await putBlob(large());
  for (let n = 0; n < 2; n++) for (const at of [0, 300_000]) await readBlob(sha256, at, at + 10);
  expect(storage.asked.filter((one) => one === `GET ${objectOf(sha256)}`)).toHaveLength(4);
});

test('while it is away nothing is accepted, reads say so, nothing is lost, and what waits is indexed afterwards', async () => {
  const bytes = large();
  const sha256 = await received(bytes);
  const another = large();
  storage.away = true;
  await expect(prepareBlob(another)).rejects.toThrow(StorageFault);
  await expect(readMessage({ blob: sha256, prefix: null })).rejects.toThrow(/503|does not answer/);
  await received(Buffer.from('Subject: small ones still come\r\n\r\nhello\r\n'));
  await indexPending(100);
  expect(await rows('select from index_job')).toHaveLength(2); // the first test's large one, and this
  expect((await checkStore()).map(({ check }) => check)).toContain('blob storage does not answer');
  storage.away = false;
  await expect.poll(() => readMessage({ blob: sha256, prefix: null }).catch(() => null)).toEqual(bytes);
  expect(await indexPending(100)).toBe(2);
  await putBlob(another);
  expect(await checkStore()).toEqual([]);
});

test('what a crash left there is swept after the grace time, and so is what was collected; nothing else is', async () => {
  const kept = await received(large());
  // As a process leaves it that dies between the object and the row.
  const orphan = randomBytes(32);
  await rows('insert into blob_object (sha256) values ($1)', [orphan]);
  storage.objects.set(objectOf(orphan), Buffer.from('orphan'));
  const { sha256: unwanted } = await putBlob(large());
  expect(await sweepObjects()).toBe(0); // within the grace time
  await rows(`update blob_object set touched_at = now() - interval '25 hours'`);
  await rows(`update blob set touched_at = now() - interval '25 hours' where sha256 = $1`, [unwanted]);
  expect(await collectBlobs()).toBe(1);
  expect(await readBlob(unwanted)).toBeNull();
  expect(await sweepObjects()).toBe(1); // what was just collected has a grace time of its own
  expect([orphan, unwanted, kept].map((hash) => storage.objects.has(objectOf(hash)))).toEqual([false, true, true]);
  await rows(`update blob_object set touched_at = now() - interval '25 hours' where sha256 = $1`, [unwanted]);
  expect(await sweepObjects()).toBe(1);
  expect(storage.objects.has(objectOf(unwanted))).toBe(false);
  expect(await checkStore()).toEqual([]);
});

test('moved to Postgres and back, cut short in the middle; a damaged one stays and is named', async () => {
  const all = new Map<string, Buffer>();
  for (let n = 0; n < 12; n++) {
    const bytes = large();
    all.set((await received(bytes)).toString('hex'), bytes);
  }
  const readAll = async () => {
    for (const [hash, bytes] of all) expect((await readBlob(Buffer.from(hash, 'hex')))?.equals(bytes)).toBe(true);
  };
  const stop = new AbortController();
  const tell = ({ done }: { done: number }) => void (done >= 5 && stop.abort());
  await expect(moveBlobs('postgres', { tell, signal: stop.signal })).rejects.toThrow(/abort/);
  expect((await blobFigures()).map(({ place }) => place)).toEqual(['postgres', 's3']);
  await readAll();
  expect((await moveBlobs('postgres')).damaged).toEqual([]);
  expect((await blobFigures()).map(({ place }) => place)).toEqual(['postgres']);
  await readAll();
  expect(await checkStore()).toEqual([]);
  await rows(`update blob_object set touched_at = now() - interval '25 hours'`);
  await sweepObjects();
  expect(storage.objects.size).toBe(0);

  const report = await moveBlobs('s3');
  expect(report.moved).toBe(storage.objects.size);
  expect(await rows(`select from blob_chunk join blob using (sha256) where store = 2`)).toEqual([]);
  await readAll();
  expect(await checkStore()).toEqual([]);
  const [hash = ''] = all.keys();
  storage.objects.set(objectOf(Buffer.from(hash, 'hex')), Buffer.alloc(700_018));
  expect(await checkStore()).toEqual([]); // which looks whether it is there
  const damaged: string[] = [];
  for await (const { object } of verifyBlobs()) damaged.push(object ?? '');
  expect(damaged).toEqual([hash]);
  expect((await moveBlobs('postgres')).damaged).toEqual([hash]);
  expect((await blobFigures()).map(({ place, count }) => [place, count])).toContainEqual(['s3', 1]);
  storage.objects.delete(objectOf(Buffer.from(hash, 'hex')));
  expect(await checkStore()).toMatchObject([{ check: 'blob missing in storage', object: hash }]);
  storage.objects.set(objectOf(Buffer.from(hash, 'hex')), all.get(hash) ?? Buffer.alloc(0));
  expect(await checkStore()).toEqual([]);
});

test('without settings a blob that lies there cannot be read, and the error says what is missing', async () => {
  const { sha256 } = await putBlob(large());
  settings({ BLOB_STORE: 'postgres', BLOB_BUCKET: '' });
  await expect(readBlob(sha256)).rejects.toThrow(/set BLOB_BUCKET/);
});
