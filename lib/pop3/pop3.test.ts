import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCommandLine, readNumbers } from './command-line.ts';
import { DotStuffing } from './dot-stuffing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (octets: Uint8Array) => new TextDecoder().decode(octets);

test.each([
  ['user bob', 'USER', 'bob'],
  ['PASS two words ', 'PASS', 'two words '],
  ['QUIT', 'QUIT', ''],
  ['', '', ''],
])('reads %j', (line, name, argument) => expect(readCommandLine(bytes(line))).toEqual({ name, argument }));

test.each([
  ['', []],
  ['1', [1]],
  [' 1  20 ', [1, 20]],
  ['-1', null],
  ['1x', null],
  ['9999999999', null],
])('numbers of %j', (argument, expected) => expect(readNumbers(argument)).toEqual(expected));

test.each([
  ['', '.\r\n'],
  ['a\r\n', 'a\r\n.\r\n'],
  ['a', 'a\r\n.\r\n'],
  ['a\n', 'a\n\r\n.\r\n'],
  ['.\r\n', '..\r\n.\r\n'],
  ['a\r\n.b\r\n..\r\n', 'a\r\n..b\r\n...\r\n.\r\n'],
  ['a\n.\r\n', 'a\n..\r\n.\r\n'],
])('stuffs %j', (message, expected) => {
  const stuffing = new DotStuffing();
  expect(text(stuffing.add(bytes(message))) + text(stuffing.end())).toBe(expected);
});

test('however the octets are cut, the client gets the message back', () => {
  const piece = fc.constantFrom('.', '\r\n', '\n', '\r', 'a', '..');
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 6 })), (cuts) => {
      const stuffing = new DotStuffing();
      const pieces = cuts.map((cut) => bytes(cut.join('')));
      const sent = pieces.map((cut) => text(stuffing.add(cut))).join('') + text(stuffing.end());
      const message = pieces.map(text).join('');
      expect(sent.search(/(^|\n)\.\r\n/)).toBe(sent.length - (sent.startsWith('.\r\n') ? 3 : 4));
      const got = sent.slice(0, -3).replaceAll(/(^|\n)\./g, '$1');
      expect(got).toBe(message === '' || message.endsWith('\r\n') ? message : `${message}\r\n`);
    }),
  );
});
