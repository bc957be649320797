import { expect, test } from 'vitest';
import { beginningOf, kindOf, outcome, outcomeOf, say, timeIn, type TimelineStep } from './step.ts';

const at = new Date('2026-11-21T14:02:11.084Z');
const step = (type: string, detail: TimelineStep['detail'] = {}, seconds = 0): TimelineStep => ({
  ...{ key: `${type} ${seconds}`, type, detail },
  at: new Date(at.getTime() + seconds * 1000),
});
const due = (seconds: number) => ({ due: new Date(at.getTime() + seconds * 1000).toISOString() });

test('a step is more than one thing to people', () => {
  expect(kindOf(step('judged', { junk: true }))).toBe('judgedJunk');
  expect(kindOf(step('judged', { junk: false }))).toBe('judged');
  expect(kindOf(step('released', { score: 1000 }))).toBe('fromQuarantine');
  expect(kindOf(step('released'))).toBe('released');
  expect(kindOf(step('queued'))).toBe('queued');
  expect(kindOf(step('queued', due(10)))).toBe('undoable');
  expect(kindOf(step('queued', due(3600)))).toBe('scheduled');
  expect(kindOf(step('queued', { due: 'nonsense' }))).toBe('queued');
});

test('a message is on its way when its sender no longer holds it', () => {
  const steps = [step('submitted', { from: 'alice@crepes.fr' }), step('queued', due(10))];
  expect(beginningOf(steps)).toEqual({ at: new Date(at.getTime() + 10_000), from: 'alice@crepes.fr' });
  expect(beginningOf(steps.slice(0, 1)).at).toEqual(at);
});

test('the outcome counts recipients, not attempts', () => {
  const queued = step('queued', { to: 'bob@hamburger.edu mei@far.example' });
  expect(outcomeOf([queued])).toEqual({ done: 0, total: 2, look: 'plain' });
  const deferred = step('deferred', { rcpt: 'mei@far.example' });
  const sent = step('sent', { rcpt: 'bob@hamburger.edu' });
  expect(outcomeOf([queued, deferred, sent])).toEqual({ done: 1, total: 2, look: 'warn' });
  expect(outcomeOf([queued, deferred, sent, step('sent', { rcpt: 'mei@far.example' })])).toEqual({ done: 2, total: 2, look: 'ok' });
  expect(outcomeOf([queued, sent, step('bounced', { rcpt: 'mei@far.example' })])?.look).toBe('bad');
});

test('where nothing was sent, or it was taken back, there is no outcome', () => {
  expect(outcomeOf([step('received'), step('delivered', { rcpt: 'alice@crepes.fr' })])).toBeNull();
  expect(outcomeOf([step('queued', { to: 'bob@hamburger.edu' }), step('cancelled')])).toBeNull();
  expect(outcome(['delivered', 'held'])).toEqual({ done: 1, total: 2, look: 'warn' });
});

test('a detail that is none is empty', () => {
  expect(say({ a: { b: 1 } }, 'a')).toBe('');
  expect(say({ a: ['x', 2, {}] }, 'a')).toBe('x, 2');
  expect(timeIn({ next: '2026-11-21T18:44:00Z' }, 'next')).toEqual(new Date('2026-11-21T18:44:00Z'));
  expect(timeIn({}, 'next')).toBeNull();
});
