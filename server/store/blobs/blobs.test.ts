import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import {
  collectBlobs,
  createAccount,
  createDomain,
  findBlobForAccount,
  putBlob,
  putUpload,
  readBlob,
  readMessage,
  readMessages,
  readUpload,
} from '../index.ts';
import { rows } from '../database.ts';
import { cuts } from './chunks.ts';

let account = 0;
const text = (size: number) => Buffer.from('From: a@b.example\r\nSubject: long\r\n\r\n' + 'All work and no play.\r\n'.repeat(size / 23));

beforeAll(async () => {
  await createDomain('a.example');
  const made = await createAccount({ email: 'a@a.example', passwordHash: null });
  if (!made.ok) throw new Error(made.reason);
  account = made.value.accountId;
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['one octet', Buffer.from('x')],
  ['a small message', text(5_000)],
  ['a message with its header apart', text(900_000)],
  ['random octets, which do not shrink', randomBytes(700_000)],
  ['more than one batch of chunks', Buffer.concat([text(100_000), randomBytes(5_000_000)])],
])('%s comes back byte for byte, whole and in ranges', async (_, bytes) => {
  const ref = await putBlob(bytes);
  expect(await putBlob(bytes)).toEqual(ref);
  expect((await readBlob(ref.sha256))?.equals(bytes)).toBe(true);
  for (const [from, to] of [
    [0, 10],
    [5, 300_000],
    [262_140, 262_150],
    [bytes.length - 3, bytes.length + 9],
    [bytes.length, bytes.length + 1],
    [7, 7],
  ])
    // prettier-ignore
    expect((await readBlob(ref.sha256, from, to))?.equals(bytes.subarray(Math.max(0, from ?? 0), to))).toBe(true);
  const chunks = await rows<{ raw_len: number; codec: number }>('select raw_len, codec from blob_chunk where sha256 = $1 order by n', [
    ref.sha256,
  ]);
  expect(chunks.reduce((sum, chunk) => sum + chunk.raw_len, 0)).toBe(bytes.length);
  for (const chunk of chunks) expect(chunk.raw_len).toBeLessThanOrEqual(256 * 1024);
});

test('the first chunk of a larger message is its header section', () => {
  expect(cuts(text(900_000)).slice(0, 2)).toEqual([0, 36]);
  expect(cuts(text(5_000))).toEqual([0]);
});

test('a message is its prefix and its blob to every range', async () => {
  const [prefix, body] = [Buffer.from('Return-Path: <x@y>\r\n'), text(2_000)];
  const { sha256: blob } = await putBlob(body);
  const whole = Buffer.concat([prefix, body]);
  for (const [from, to] of [
    [0, 5],
    [0, 20],
    [10, 30],
    [20, 40],
    [25, 99_999],
    [0, 99_999],
  ])
    // prettier-ignore
    expect((await readMessage({ blob, prefix }, from, to)).toString()).toBe(whole.subarray(from, to).toString());
  expect((await readMessage({ blob, prefix: null })).equals(body)).toBe(true);
  await expect(readMessage({ blob: Buffer.alloc(32), prefix: null })).rejects.toThrow(/is missing/);
  expect(await readBlob(Buffer.alloc(32))).toBeNull();
});

test('many messages are read at once, each its own range', async () => {
  const [prefix, short, long] = [Buffer.from('Return-Path: <x@y>\r\n'), text(2_000), text(700_000)];
  const [a, b] = [(await putBlob(short)).sha256, (await putBlob(long)).sha256];
  const found = await readMessages([
    { blob: b, prefix: null, from: 300_000, to: 300_007 },
    { blob: a, prefix, from: 10, to: 99_999 },
    { blob: b, prefix: null, from: 0, to: long.length },
    { blob: a, prefix, from: 3, to: 9 },
  ]);
  const whole = Buffer.concat([prefix, short]);
  expect(found.map((octets) => octets.toString())).toEqual(
    [long.subarray(300_000, 300_007), whole.subarray(10), long, whole.subarray(3, 9)].map((octets) => octets.toString()),
  );
  expect(await readMessages([])).toEqual([]);
  await expect(readMessages([{ blob: Buffer.alloc(32), prefix: null, from: 0, to: 5 }])).rejects.toThrow(/is missing/);
});

test('what was deflated before zstd came is read as ever', async () => {
  const bytes = text(40_000);
  const { sha256 } = await putBlob(bytes);
  const chunks = await rows<{ n: number; codec: number }>('select n, codec from blob_chunk where sha256 = $1 order by n', [sha256]);
  expect(chunks.map(({ codec }) => codec)).toEqual([0, 2]); // a header of 36 octets does not shrink
  for (const { n } of chunks) {
    const [from = 0, to] = cuts(bytes).slice(n, n + 2);
    const deflated = deflateRawSync(bytes.subarray(from, to));
    await rows('update blob_chunk set codec = 1, data = $3 where sha256 = $1 and n = $2', [sha256, n, deflated]);
  }
  expect((await readBlob(sha256))?.equals(bytes)).toBe(true);
});

test('an upload is readable by its account alone', async () => {
  const { sha256 } = await putUpload(account, Buffer.from('picture'), 'image/png');
  expect(await readUpload(account, sha256)).toEqual({ sha256, size: 7, type: 'image/png' });
  expect(await readUpload(account + 1, sha256)).toBeNull();
  expect(await findBlobForAccount(account, sha256)).toBe(true);
  expect(await findBlobForAccount(account + 1, sha256)).toBe(false);
});

test('collection takes what is old and referred to by nothing, with its chunks', async () => {
  const old = await putBlob(Buffer.from('old and forgotten'));
  const fresh = await putBlob(Buffer.from('just written'));
  const uploaded = await putUpload(account, Buffer.from('in use'), 'text/plain');
  await rows(`update blob set touched_at = now() - interval '25 hours' where sha256 = any($1)`, [[old.sha256, uploaded.sha256]]);
  expect(await collectBlobs()).toBe(1);
  expect(await readBlob(old.sha256)).toBeNull();
  expect(await rows('select from blob_chunk where sha256 = $1', [old.sha256])).toEqual([]);
  expect(await readBlob(fresh.sha256)).not.toBeNull();
  expect(await readBlob(uploaded.sha256)).not.toBeNull();
  await rows('update upload set expires_at = now()');
  expect(await collectBlobs()).toBe(1);
  expect(await readBlob(uploaded.sha256)).toBeNull();
});
