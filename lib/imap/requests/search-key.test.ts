import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor, SyntaxProblem } from '../wire/cursor.ts';
import { octetsOf } from '../wire/octets.ts';
import { parseSearch } from './search-request.ts';

const parse = (text: string, ...literals: string[]) => parseSearch(new Cursor({ text, literals: literals.map(octetsOf) }));

test('the examples of RFC 9051 §6.4.4', () => {
  expect(parse('RETURN (MIN COUNT) FLAGGED SINCE 1-Feb-1994 NOT FROM "Smith"')).toEqual({
    returns: { options: new Set(['MIN', 'COUNT']), partial: null, update: null },
    badCharset: false,
    key: {
      key: 'and',
      keys: [
        { key: 'flag', flag: '\\Flagged' },
        { key: 'received', when: 'since', day: '1994-02-01' },
        { key: 'not', of: { key: 'from', value: 'Smith' } },
      ],
    },
  });
  expect(parse('CHARSET UTF-8 TEXT {5}\r\n', '\xc3\xa9tan').key).toEqual({ key: 'text', value: 'étan' });
});

test('RETURN () means ALL (RFC 4731 §3.1); an unknown charset is told apart from bad syntax', () => {
  expect(parse('RETURN () ALL').returns?.options).toEqual(new Set(['ALL']));
  expect(parse('CHARSET KOI8-R ALL').badCharset).toBe(true);
});

test('UTF-8 between quotes is understood, as programs send it', () => {
  expect(parse('CHARSET UTF-8 BODY "cr\xc3\xaape"').key).toEqual({ key: 'body', value: 'crêpe' });
});

test('FUZZY, the saved result, the dates of RFC 8514', () => {
  expect(parse('FUZZY SUBJECT x $ SAVEDSINCE 1-Feb-2020').key).toEqual({
    key: 'and',
    keys: [
      { key: 'fuzzy', of: { key: 'subject', value: 'x' } },
      { key: 'sequence', set: 'saved' },
      { key: 'saved', when: 'since', day: '2020-02-01' },
    ],
  });
});

test('PARTIAL, UPDATE and what to fetch, RELEVANCY only with FUZZY', () => {
  expect(parse('RETURN (PARTIAL -1:-100 UPDATE (UID)) ALL').returns).toEqual({
    options: new Set(),
    partial: { from: 1, to: 100, fromEnd: true, text: '-1:-100' },
    update: [{ item: 'UID' }],
  });
  expect(() => parse('RETURN (PARTIAL 1:2 ALL) ALL')).toThrow(SyntaxProblem);
  expect(() => parse('RETURN (PARTIAL 1:-2) ALL')).toThrow(SyntaxProblem);
  expect(() => parse('RETURN (RELEVANCY) ALL')).toThrow(SyntaxProblem);
});

test('OR and NOT nest', () => {
  expect(parse('OR NOT SEEN (2:4 UID 5,7)').key).toEqual({
    key: 'or',
    keys: [
      { key: 'not', of: { key: 'flag', flag: '\\Seen' } },
      {
        key: 'and',
        keys: [
          { key: 'sequence', set: [[2, 4]] },
          {
            key: 'uid',
            set: [
              [5, 5],
              [7, 7],
            ],
          },
        ],
      },
    ],
  });
});

test.each([
  '',
  'NOBODY',
  'OR SEEN',
  'NOT',
  '()',
  'SINCE 31-Feb-2020',
  'LARGER x',
  'YOUNGER 0',
  'ALL ALL)',

  'RETURN (LAST) ALL',
  `${'('.repeat(60)}ALL${')'.repeat(60)}`,
  'NOT '.repeat(9000) + 'ALL',
])('refused: %.40s', (text) => expect(() => parse(text)).toThrow(SyntaxProblem));

test('no input throws anything but SyntaxProblem', () => {
  const word = fc.constantFrom(
    'ALL',
    'OR',
    'NOT',
    '(',
    ')',
    ' ',
    '1:*',
    'UID',
    'FROM',
    '"x"',
    '{1}\r\n',
    'SINCE',
    '1-Feb-1994',
    'RETURN',
    '\u00ff',
    '\\',
    'MODSEQ',
    '"',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 3 }))), (words) => {
      try {
        parse(words.join(''), 'a');
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxProblem);
      }
    }),
    { numRuns: 500 },
  );
});
