import { expect, test } from 'vitest';
import { bodyLists } from './body-lists.ts';

interface Part {
  id: string;
  type: string;
  disposition?: string;
  name?: string;
  children?: Part[];
}
const part = (id: string, type: string, more: Partial<Part> = {}): Part => ({ id, type, ...more });
const multi = (subtype: string, ...children: Part[]): Part => ({ id: '', type: `multipart/${subtype}`, children });
const ids = (root: Part) => {
  const { textBody, htmlBody, attachments } = bodyLists(root);
  return [textBody, htmlBody, attachments].map((list) => list.map(({ id }) => id).join(''));
};

test('the example of RFC 8621 §4.1.4', () => {
  const root = multi(
    'mixed',
    part('A', 'text/plain', { disposition: 'inline' }),
    multi(
      'mixed',
      multi(
        'alternative',
        multi(
          'mixed',
          part('B', 'text/plain', { disposition: 'inline' }),
          part('C', 'image/jpeg', { disposition: 'inline' }),
          part('D', 'text/plain', { disposition: 'inline' }),
        ),
        multi('related', part('E', 'text/html'), part('F', 'image/jpeg')),
      ),
      part('G', 'image/jpeg', { disposition: 'attachment' }),
      part('H', 'application/x-excel'),
      part('J', 'message/rfc822'),
    ),
    part('K', 'text/plain', { disposition: 'inline' }),
  );
  expect(ids(root)).toEqual(['ABCDK', 'AEK', 'CFGHJ']);
});

test('a message of one kind shows in both lists', () => {
  expect(ids(part('1', 'text/plain'))).toEqual(['1', '1', '']);
  expect(ids(multi('alternative', part('1', 'text/html')))).toEqual(['1', '1', '']);
  expect(ids(multi('alternative', part('1', 'text/plain'), part('2', 'text/calendar')))).toEqual(['1', '1', '2']);
});

test('a named text that is not first is a file; what is marked as attachment always is', () => {
  expect(ids(multi('mixed', part('1', 'text/plain'), part('2', 'text/plain', { name: 'notes.txt' })))).toEqual(['1', '1', '2']);
  expect(ids(multi('mixed', part('1', 'text/plain', { disposition: 'attachment' })))).toEqual(['', '', '1']);
});

test('a multipart without parts has no body', () => {
  expect(ids(multi('mixed'))).toEqual(['', '', '']);
});
