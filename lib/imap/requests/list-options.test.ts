import { expect, test } from 'vitest';
import { Cursor, SyntaxProblem } from '../wire/cursor.ts';
import { parseList } from './list-options.ts';

const parse = (text: string) => parseList(new Cursor({ text, literals: [] }));

test('the plain form, and RFC 5258 with RFC 5819', () => {
  expect(parse('"" *')).toMatchObject({ extended: false, reference: '', patterns: ['*'], returns: { status: null } });
  expect(parse('(SUBSCRIBED RECURSIVEMATCH) "a/" ("%" INBOX) RETURN (CHILDREN STATUS (UNSEEN MESSAGES))')).toEqual({
    select: { subscribed: true, recursiveMatch: true, specialUse: false },
    reference: 'a/',
    patterns: ['%', 'INBOX'],
    extended: true,
    returns: { subscribed: true, children: true, specialUse: false, status: ['UNSEEN', 'MESSAGES'], myRights: false, metadata: null },
  });
});

test.each(['(RECURSIVEMATCH) "" *', '(NOPE) "" *', '"" * RETURN (NOPE)', '"" * CHILDREN', '""', '"" * RETURN (STATUS ())'])(
  '%s is refused',
  (text) => {
    expect(() => parse(text)).toThrow(SyntaxProblem);
  },
);
