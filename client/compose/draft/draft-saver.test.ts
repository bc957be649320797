import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DraftSaver, retryAfterMs, saveAfterMs, type SaveState } from './draft-saver.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(save: () => Promise<void>) {
  const states: SaveState['kind'][] = [];
  return {
    states,
    saver: new DraftSaver(
      save,
      (state) => states.push(state.kind),
      () => new Date(0),
    ),
  };
}

test('saves once, 800 ms after the last change', async () => {
  const save = vi.fn(() => Promise.resolve());
  const { saver, states } = setUp(save);
  saver.touch();
  await vi.advanceTimersByTimeAsync(saveAfterMs - 1);
  saver.touch();
  await vi.advanceTimersByTimeAsync(saveAfterMs - 1);
  expect(save).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(save).toHaveBeenCalledTimes(1);
  expect(states).toEqual(['changed', 'changed', 'saving', 'saved']);
});

test('what changes during a save is saved after it, and two saves never run at once', async () => {
  let running = 0;
  let most = 0;
  const finish: (() => void)[] = [];
  const { saver, states } = setUp(async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((done) => finish.push(done));
    running--;
  });
  saver.touch();
  await vi.advanceTimersByTimeAsync(saveAfterMs);
  saver.touch();
  await vi.advanceTimersByTimeAsync(saveAfterMs);
  expect(finish).toHaveLength(1);
  finish[0]?.();
  await vi.advanceTimersByTimeAsync(saveAfterMs);
  expect(finish).toHaveLength(2);
  finish[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(most).toBe(1);
  expect(states.at(-1)).toBe('saved');
});

test('a save that failed is tried again', async () => {
  let works = false;
  const save = vi.fn(() => (works ? Promise.resolve() : Promise.reject(new Error('offline'))));
  const { saver, states } = setUp(save);
  saver.touch();
  await vi.advanceTimersByTimeAsync(saveAfterMs);
  expect(states.at(-1)).toBe('failed');
  expect(saver.dirty).toBe(true);
  works = true;
  await vi.advanceTimersByTimeAsync(retryAfterMs);
  expect(save).toHaveBeenCalledTimes(2);
  expect(states.at(-1)).toBe('saved');
});

test('nothing is saved after stop', async () => {
  const save = vi.fn(() => Promise.resolve());
  const { saver } = setUp(save);
  saver.touch();
  await saver.stop();
  saver.touch();
  await vi.advanceTimersByTimeAsync(saveAfterMs * 10);
  expect(save).not.toHaveBeenCalled();
});
