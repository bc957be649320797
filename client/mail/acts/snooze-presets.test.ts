import { expect, test } from 'vitest';
import { snoozePresets } from './snooze-presets.ts';

const offered = (now: string) => snoozePresets(new Date(now), 'Europe/Vienna').map(({ name, at }) => [name, at.toISOString()]);

test('on a Tuesday morning', () =>
  expect(offered('2026-11-24T08:20:00Z')).toEqual([
    ['laterToday', '2026-11-24T11:00:00.000Z'],
    ['tonight', '2026-11-24T17:00:00.000Z'],
    ['tomorrow', '2026-11-25T07:00:00.000Z'],
    ['weekend', '2026-11-28T07:00:00.000Z'],
    ['nextWeek', '2026-11-30T07:00:00.000Z'],
  ]));

test('on a Sunday night, tomorrow is next week: it is offered once', () =>
  expect(offered('2026-11-22T21:00:00Z')).toEqual([['tomorrow', '2026-11-23T07:00:00.000Z']]));
