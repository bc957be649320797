import { expect, test } from 'vitest';
import { parseQuery, plainWords } from './parse-query.ts';
import { readRoute, writeRoute } from './route.ts';

const context = { mailboxId: (name: string) => (name === 'archive' ? 'F1' : undefined), today: new Date('2026-11-21T00:00:00Z') };

test.each([
  ['oven', { text: 'oven' }],
  ['from:priya "oven lease"', { operator: 'AND', conditions: [{ from: 'priya' }, { text: 'oven lease' }] }],
  [
    '-is:read in:archive',
    { operator: 'AND', conditions: [{ operator: 'NOT', conditions: [{ hasKeyword: '$seen' }] }, { inMailbox: 'F1' }] },
  ],
  ['a OR b', { operator: 'OR', conditions: [{ text: 'a' }, { text: 'b' }] }],
  ['larger:5M has:attachment', { operator: 'AND', conditions: [{ minSize: 5_242_880 }, { hasAttachment: true }] }],
  ['newer_than:7d', { after: '2026-11-14T00:00:00.000Z' }],
  ['before:2026/01/02', { before: '2026-01-02T00:00:00.000Z' }],
  ['', {}],
])('%s', (query, filter) => expect(parseQuery(query, context)).toEqual(filter));

test('words to mark', () => expect(plainWords('from:priya oven -x is:unread')).toEqual(['priya', 'oven']));

test('routes survive being written and read', () => {
  for (const route of [
    { box: 'inbox', threadId: null, q: '' },
    { box: 'F1-2', threadId: 'T1-9', q: '' },
    { box: 'search', threadId: 'T1', q: 'from:a "b c"' },
  ]) {
    const [path = '', search = ''] = writeRoute(route).split('?');
    expect(readRoute(path, `?${search}`)).toEqual(route);
  }
});
