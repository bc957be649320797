import { expect, test } from 'vitest';
import { closeDatabase, listQueueEvents, noteEvents } from './index.ts';
import { NoteLater } from './note-later.ts';

test('a flush waits for what the clock has begun to write', async () => {
  const written: number[] = [];
  const begun = Promise.withResolvers<void>();
  const allowed = Promise.withResolvers<void>();
  const later = new NoteLater<number>(async (rows) => {
    begun.resolve();
    await allowed.promise;
    written.push(...rows);
  });
  later.note([1, 2]);
  await begun.promise;
  const flushed = later.flush();
  allowed.resolve();
  await flushed;
  expect(written).toEqual([1, 2]);
});

test('what was refused is written later, in order', async () => {
  const written: number[] = [];
  let isDown = true;
  const later = new NoteLater<number>((rows) => {
    if (isDown) return Promise.reject(new Error('the database is away'));
    written.push(...rows);
    return Promise.resolve();
  });
  later.note([1]);
  await expect(later.flush()).rejects.toThrow('away');
  later.note([2]);
  isDown = false;
  await expect.poll(() => written).toEqual([1, 2]);
});

test('rows that the database will never take do not hold up others', async () => {
  const written: number[] = [];
  const later = new NoteLater<number>((rows) => {
    if (rows.includes(0)) return Promise.reject(Object.assign(new Error('invalid text'), { code: '22P02' }));
    written.push(...rows);
    return Promise.resolve();
  });
  later.note([0]);
  await expect(later.flush()).rejects.toThrow('invalid');
  later.note([1]);
  await later.flush();
  expect(written).toEqual([1]);
});

test('what a process has noted is written before it ends', async () => {
  await listQueueEvents(7);
  const nobody = { accountId: null, emailId: null, submissionId: null };
  noteEvents([{ ...nobody, queueId: 7, traceId: 'last-words', type: 'refused', detail: {} }]);
  await closeDatabase();
  expect(await listQueueEvents(7)).toMatchObject([{ traceId: 'last-words' }]);
});
