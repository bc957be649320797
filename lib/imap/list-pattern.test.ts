import { expect, test } from 'vitest';
import { matchesPattern } from './list-pattern.ts';

test.each<[string, string, boolean]>([
  ['*', 'a/b/c', true],
  ['%', 'a/b', false],
  ['%', 'a', true],
  ['a/%', 'a/b', true],
  ['a/%', 'a/b/c', false],
  ['%/%', 'a/b', true],
  ['a*c', 'a/b/c', true],
  ['a%c', 'abc', true],
  ['a%c', 'a/c', false],
  ['', 'a', false],
  ['inbox', 'INBOX', true],
  ['iNbOx/%', 'INBOX/child', true],
  ['Inbox*', 'INBOX/child', true],
  ['archive', 'Archive', false],
  ['%*', 'a/b', true],
])('%s and %s: %s', (pattern, name, matches) => {
  expect(matchesPattern(pattern, name)).toBe(matches);
});

test('a pattern made to take forever does not', () => {
  expect(matchesPattern('*a'.repeat(200), 'a'.repeat(199))).toBe(false);
  expect(matchesPattern(`${'%'.repeat(500)}b`, 'a'.repeat(500))).toBe(false);
});
