/** The kept log: what is found in it, what is not, and its bound. */
import { expect, test, vi } from 'vitest';
import { log } from '#server/log/log.ts';
import { flushLog, searchLog, startLogKeeping } from '#server/store/index.ts';
import { trimLogLines } from './trim-log-lines.ts';

const all = ['error', 'warn', 'info', 'debug'] as const;
const find = async (query: Partial<Parameters<typeof searchLog>[0]> = {}) =>
  (await searchLog({ levels: all, limit: 100, ...query })).map(({ event }) => event);

test('lines are kept in order, found by what they name, and no more of them than the bound', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true); // a storm is for the table, not for the report of the tests
  const stop = startLogKeeping('mail 3');
  log.info('smtp: accepted', { id: 'T1aaaa', from: 'alice@crepes.fr' });
  log.warn('queue: deferred', { trace: 'T1aaaa', queueId: 77, to: 'bob@hamburger.edu', reply: 'later\0 please' });
  log.info('queue: delivered', { queueId: 77 });
  log.error('spam: learning failed', { accountId: 42 });
  await flushLog();
  expect(await find()).toEqual(['spam: learning failed', 'queue: delivered', 'queue: deferred', 'smtp: accepted']);
  expect(await find({ levels: ['error', 'warn'] })).toEqual(['spam: learning failed', 'queue: deferred']);
  expect(await find({ event: 'queue:' })).toEqual(['queue: delivered', 'queue: deferred']);
  expect(await find({ account: { accountId: 42, email: 'carol@crepes.fr' } })).toEqual(['spam: learning failed']);
  expect(await find({ account: { accountId: null, email: 'Bob@hamburger.edu' } })).toEqual(['queue: deferred']);
  expect(await find({ message: { texts: ['T1aaaa'], queueIds: [77] } })).toEqual(['queue: delivered', 'queue: deferred', 'smtp: accepted']);
  expect(await find({ text: 'LATER' })).toEqual(['queue: deferred']);
  expect(await find({ process: 'web' })).toEqual([]);
  expect((await searchLog({ levels: all, process: 'mail', limit: 1 }))[0]).toMatchObject({ process: 'mail 3', level: 'error' });

  for (let line = 0; line < 2100; line++) log.info('storm', { line });
  await stop();
  log.info('after the end', {});
  await flushLog();
  expect(await find({ event: 'after' })).toEqual([]);
  expect(await find({ event: 'log: lines were left out' })).toHaveLength(1); // the storm had more than are kept at once
  await trimLogLines({ most: 10 });
  expect(await find({ limit: 5000 })).toHaveLength(10);
  await trimLogLines({ days: 0 });
  expect(await find()).toEqual([]);
});
