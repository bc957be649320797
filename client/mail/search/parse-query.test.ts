import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesPlace, parseQuery, plainWords } from './parse-query.ts';
import { quoted, replaced, tokenAt, tokensOf, withoutToken } from './query-tokens.ts';
import { readRoute, writeRoute } from '../route.ts';
import { searchEverywhere } from './search-everywhere.ts';

const mailboxes: Record<string, string> = { archive: 'F1', 'winter market': 'F2' };
const context = {
  mailboxId: (name: string) => mailboxes[name.toLowerCase()],
  now: new Date('2026-11-21T10:00:00Z'),
  zone: 'Europe/Vienna',
};
const and = (...conditions: object[]) => ({ operator: 'AND', conditions });
const or = (...conditions: object[]) => ({ operator: 'OR', conditions });
const not = (condition: object) => ({ operator: 'NOT', conditions: [condition] });

test.each([
  ['', {}],
  ['oven', { text: 'oven' }],
  ['oven lease', and({ text: 'oven' }, { text: 'lease' })],
  ['from:priya "oven lease"', and({ from: 'priya' }, { text: '"oven lease"' })],
  ['subject:"winter market"', { subject: '"winter market"' }],
  ['-is:read in:archive', and(not({ hasKeyword: '$seen' }), { inMailbox: 'F1' })],
  ['label:"winter market"', { inMailbox: 'F2' }],
  ['in:nowhere', { inMailbox: 'none' }],
  ['in:anywhere oven', and({}, { text: 'oven' })],
  ['a OR b', or({ text: 'a' }, { text: 'b' })],
  ['a b OR c', or(and({ text: 'a' }, { text: 'b' }), { text: 'c' })],
  ['(a OR b) c', and(or({ text: 'a' }, { text: 'b' }), { text: 'c' })],
  ['(from:alice OR from:bob)', or({ from: 'alice' }, { from: 'bob' })],
  ['NOT a b', and(not({ text: 'a' }), { text: 'b' })],
  ['NOT (a OR b)', not(or({ text: 'a' }, { text: 'b' }))],
  ['-(a b)', not(and({ text: 'a' }, { text: 'b' }))],
  ['((a))', { text: 'a' }],
  ['(a', { text: 'a' }],
  ['a)', { text: 'a' }],
  ['OR', {}],
  ['a OR', { text: 'a' }],
  ['"unfinished', { text: '"unfinished"' }],
  ['larger:5M has:attachment', and({ minSize: 5_242_880 }, { hasAttachment: true })],
  ['smaller:10kb', { maxSize: 10_240 }],
  ['larger:1.5g', { minSize: 1_610_612_736 }],
  ['newer_than:7d', { after: '2026-11-14T10:00:00.000Z' }],
  ['older_than:2w', { before: '2026-11-07T10:00:00.000Z' }],
  ['before:2026/01/02', { before: '2026-01-01T23:00:00.000Z' }],
  ['after:2026-07', { after: '2026-06-30T22:00:00.000Z' }],
  ['after:yesterday', { after: '2026-11-19T23:00:00.000Z' }],
  ['list:dev.example', { header: ['List-Id', 'dev.example'] }],
  ['filename:lease.pdf', { attachmentName: 'lease.pdf' }],
  ['is:unread is:starred', and({ notKeyword: '$seen' }, { hasKeyword: '$flagged' })],
  ['bcc:me cc:you to:all', and({ bcc: 'me' }, { cc: 'you' }, { to: 'all' })],
  ['https://x.example/a?b', { text: 'https://x.example/a?b' }],
  ['re:oven', { text: 're:oven' }],
  ['self-made -fish', and({ text: 'self-made' }, not({ text: 'fish' }))],
  ['FROM:Bob', { from: 'Bob' }],
  ['before:soon oven', { text: 'oven' }],
  ['from: oven', { text: 'oven' }],
])('%s', (query, filter) => expect(parseQuery(query, context)).toEqual(filter));

test('nothing that can be typed fails', () => {
  const piece = fc.constantFrom('(', ')', '-', '"', 'OR', 'NOT', 'from:', 'in:archive', 'a', ' ', 'is:x', 'before:9999-99-99', '|', ':');
  fc.assert(fc.property(fc.array(piece), (pieces) => typeof parseQuery(pieces.join(''), context) === 'object'));
  fc.assert(fc.property(fc.string(), (text) => typeof parseQuery(text, context) === 'object'));
});

test('words to mark', () => expect(plainWords('from:priya oven -x is:unread "cold beer"')).toEqual(['priya', 'oven', 'cold beer']));

test('a place in the query, and the query without it', () => {
  expect([namesPlace('in:archive a'), namesPlace('-label:x'), namesPlace('within')]).toEqual([true, true, false]);
  expect(searchEverywhere('in:archive from:bob label:"winter market" x')).toBe('in:anywhere from:bob x');
  expect(searchEverywhere('in:anywhere x')).toBeNull();
});

describe('pieces of the query', () => {
  test('where they stand, and which are operators', () => {
    expect(tokensOf('from:a "b c" -is:read').map(({ text, at, isOperator }) => [text, at, isOperator])).toEqual([
      ['from:a', 0, true],
      ['"b c"', 7, false],
      ['-is:read', 13, true],
    ]);
  });
  test('one is taken out, or replaced where the caret is', () => {
    const query = 'from:a has:att b';
    expect(withoutToken(query, tokensOf(query)[1] ?? { at: 0, end: 0 })).toBe('from:a b');
    expect(withoutToken('(from:a)', { at: 1, end: 7 })).toBe('');
    expect(tokenAt(query, 14)?.text).toBe('has:att');
    expect(tokenAt(query, 0)).toBeUndefined();
    expect(replaced(query, tokenAt(query, 14), 'has:attachment')).toBe('from:a has:attachment b');
    expect(replaced('a', undefined, 'in:archive')).toBe('a in:archive');
    expect([quoted('a b'), quoted('ab')]).toEqual(['"a b"', 'ab']);
  });
});

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
