import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor, SyntaxProblem } from './cursor.ts';
import { encodeRanges, encodeSet, parseRanges, parseSequenceSet, resolveRanges, type Range } from './sequence-set.ts';

const parse = (text: string) => parseRanges(new Cursor({ text, literals: [] }));

test.each<[string, number, Range[]]>([
  [
    '2,4:7,9,12:*',
    15,
    [
      [2, 2],
      [4, 7],
      [9, 9],
      [12, 15],
    ],
  ],
  ['*:4,5:7', 10, [[4, 10]]],
  ['559:*', 3, [[3, 559]]], // RFC 9051 §6.4.9: it always holds the last message
  ['*', 7, [[7, 7]]],
  ['5:3', 10, [[3, 5]]],
  ['1:4294967295', 3, [[1, 4294967295]]],
  ['100:200', 3, [[100, 200]]],
])('%s of %i messages', (text, highest, ranges) => {
  expect(resolveRanges(parse(text), highest)).toEqual(ranges);
});

test.each(['0', '1:0', '4294967296', '', 'a', ':5'])('"%s" is no set', (text) => {
  expect(() => parse(text)).toThrow(SyntaxProblem);
});

test('$ stands by itself (RFC 5182)', () => {
  expect(parseSequenceSet(new Cursor({ text: '$', literals: [] }))).toBe('saved');
});

const end = fc.oneof(fc.integer({ min: 1, max: 4_294_967_295 }), fc.constant(Infinity));
test('every set comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(end, end), { minLength: 1 }), (set) => {
      const again = parse(encodeRanges(set));
      expect(again).toEqual(set);
    }),
  );
});

test('a list of numbers is the same numbers in the same order', () => {
  expect(encodeSet([1, 2, 3, 7, 9, 8])).toBe('1:3,7,9,8');
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (numbers) => {
      const all = parse(encodeSet(numbers)).flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n));
      expect(all).toEqual(numbers);
    }),
  );
});
