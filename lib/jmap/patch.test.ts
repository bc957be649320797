import { expect, test } from 'vitest';
import { readPatch } from './patch.ts';

test('keys are pointers without the leading slash', () => {
  expect(readPatch({ 'keywords/$seen': true, 'mailboxIds/F1-2': null, 'a~1b/m~0n': 1 })).toEqual([
    { path: ['keywords', '$seen'], value: true },
    { path: ['mailboxIds', 'F1-2'], value: null },
    { path: ['a/b', 'm~n'], value: 1 },
  ]);
});

test('a key that is a prefix of another makes the patch invalid (RFC 8620 §5.3)', () => {
  expect(readPatch({ keywords: {}, 'keywords/$seen': true })).toBeUndefined();
  expect(readPatch({ 'keywords/a/b': 1, 'keywords/a': 1 })).toBeUndefined();
  expect(readPatch({ key: 1, keywords: 2 })).toBeDefined();
});
