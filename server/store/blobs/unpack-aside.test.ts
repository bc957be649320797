import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toChunk } from './chunks.ts';
import { startUnpacking } from './unpack-aside.ts';
import { unpackMany, type PackedChunk } from './unpack-many.ts';

let stop = async () => {};
beforeAll(() => {
  stop = startUnpacking();
});
afterAll(() => stop());

const packed = async (raw: Buffer): Promise<PackedChunk> => toChunk(raw, 0, 0, raw.length);

test('what is unpacked in the other thread is what was packed, many sets at once, in their order', async () => {
  const sets = Array.from({ length: 8 }, (_, n) => [
    Buffer.from(`${n}`.repeat(90_000)),
    randomBytes(20_000),
    Buffer.alloc(0),
    Buffer.from('x'),
  ]);
  const unpacked = await Promise.all(sets.map(async (set) => unpackMany(await Promise.all(set.map(packed)))));
  expect(unpacked).toEqual(sets);
});

test('a chunk that is broken is said, and what comes after it is unpacked', async () => {
  const whole = await packed(Buffer.from('mail '.repeat(50_000)));
  await expect(unpackMany([whole, { ...whole, data: whole.data.subarray(0, 20) }])).rejects.toThrow(/end of file/);
  await expect(unpackMany([whole, { ...whole, data: Buffer.alloc(30, 7) }])).rejects.toThrow(/frame descriptor/);
  expect((await unpackMany([whole]))[0]?.length).toBe(250_000);
});

test('when the thread has gone, it is done here', async () => {
  const whole = await packed(Buffer.from('mail '.repeat(50_000)));
  const asked = [unpackMany([whole]), unpackMany([whole])];
  const stopped = stop();
  const all = [...(await Promise.all(asked)), ...(await unpackMany([whole]))].flat();
  await stopped;
  expect(all.map(({ length }) => length)).toEqual([250_000, 250_000, 250_000]);
});
