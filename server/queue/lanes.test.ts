import { expect, test } from 'vitest';
import { Lanes, type Job } from './lanes.ts';

function lanesOf(concurrency: number) {
  const running: (() => void)[] = [];
  const lanes: Lanes = new Lanes(concurrency, (_job, done) => running.push(done));
  return { lanes, running };
}
const job: Job = { recipients: [], message: null };
const add = (lanes: Lanes, count: number) => {
  for (let n = 0; n < count; n++) lanes.add(job);
};

test('as many at once as it takes; the next one begins when told so', () => {
  const { lanes, running } = lanesOf(2);
  expect(lanes.idle).toBe(true);
  add(lanes, 3);
  expect(running).toHaveLength(2);
  running[0]?.();
  expect(running).toHaveLength(2);
  lanes.next();
  expect(running).toHaveLength(3);
  running[1]?.();
  running[2]?.();
  expect(lanes.idle).toBe(true);
});

test('with much in hand it takes no more until little is left, and asks for more once', () => {
  const { lanes, running } = lanesOf(1);
  add(lanes, 40);
  expect([lanes.busy, lanes.hungry]).toEqual([false, false]);
  add(lanes, 1);
  expect(lanes.busy).toBe(true);
  const finish = (count: number) => {
    for (let n = 0; n < count; n++) {
      running.at(-1)?.();
      lanes.next();
    }
  };
  finish(10);
  expect([lanes.busy, lanes.hungry]).toEqual([true, false]);
  finish(10);
  expect([lanes.busy, lanes.hungry]).toEqual([false, true]);
  expect(lanes.hungry).toBe(false);
  lanes.clear();
  running.at(-1)?.();
  lanes.next();
  expect(lanes.idle).toBe(true);
});
