import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor, SyntaxProblem } from '../wire/cursor.ts';
import { encodeFetchItem, parseFetchItems, type FetchItem } from './fetch-items.ts';

const parse = (text: string) => {
  const cursor = new Cursor({ text, literals: [] });
  const items = parseFetchItems(cursor);
  cursor.end();
  return items;
};

test('macros stand for their items', () => {
  expect(parse('fast')).toEqual([{ item: 'FLAGS' }, { item: 'INTERNALDATE' }, { item: 'RFC822.SIZE' }]);
  expect(parse('FULL').at(-1)).toEqual({ item: 'BODY' });
});

test.each([
  ['BODY[]', 'BODY[]'],
  ['body.peek[header.fields (Date "From" X-Y)]<0.100>', 'BODY[HEADER.FIELDS (Date From X-Y)]<0>'],
  ['BODY[1.2.MIME]', 'BODY[1.2.MIME]'],
  ['BODY[4.2.2.HEADER.FIELDS.NOT (a)]', 'BODY[4.2.2.HEADER.FIELDS.NOT (a)]'],
  ['BODY[3.TEXT]<5.1>', 'BODY[3.TEXT]<5>'],
  ['RFC822.TEXT', 'RFC822.TEXT'],
])('%s is answered as %s', (text, label) => {
  expect(parse(text)).toMatchObject([{ item: 'SECTION', label }]);
});

test.each([
  '',
  'BODY[',
  'BODY[0]',
  'BODY[MIME]',
  'BODY[1.]X',
  'BODY[]<1>',
  'BODY[]<0.0>',
  'BODY[HEADER.FIELDS ()]',
  '(FLAGS',
  'FLAGS UID',
  'BODY[NOPE]',
])('"%s" is refused', (text) => expect(() => parse(text)).toThrow(SyntaxProblem));

const part = fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 5 });
const fields = fc.array(fc.stringMatching(/^[!-~]{1,20}$/), { minLength: 1, maxLength: 4 });
const section = fc.oneof(
  fc.record({ part, text: fc.constantFrom(null, 'HEADER' as const, 'TEXT' as const), fields: fc.constant([]) }),
  fc.record({ part, text: fc.constantFrom('HEADER.FIELDS' as const, 'HEADER.FIELDS.NOT' as const), fields }),
);
const partial = fc.option(fc.record({ offset: fc.nat(), count: fc.integer({ min: 1, max: 1e9 }) }));

test('every item comes back', () => {
  fc.assert(
    fc.property(section, partial, fc.boolean(), (wanted, range, peek) => {
      const item: FetchItem = { item: 'SECTION', section: wanted, partial: range, peek, label: '' };
      expect(parse(encodeFetchItem(item))).toMatchObject([{ ...item, label: expect.any(String) as string }]);
    }),
  );
});
