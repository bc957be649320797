import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandAssembler, literalAtEnd } from './assemble.ts';
import { Cursor, SyntaxProblem } from './cursor.ts';
import { encodeAstring, encodeString } from './encode.ts';
import { decodeUtf8, encodeUtf8, octetString, octetsOf } from './octets.ts';

const at = (text: string, ...literals: string[]) => new Cursor({ text, literals: literals.map(octetsOf) });

/** What the wire carries becomes a command: lines, and the literals that they announce. */
function assemble(wire: string): Cursor {
  const command = new CommandAssembler();
  let rest = wire;
  for (;;) {
    const end = rest.indexOf('\r\n');
    const line = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? '' : rest.slice(end + 2);
    const marker = command.addLine(octetsOf(line));
    if (!marker) return new Cursor(command.command);
    command.addLiteral(octetsOf(rest.slice(0, marker.size)));
    rest = rest.slice(marker.size);
  }
}

test('every text comes back, quoted or as a literal', () => {
  const octets = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
  const text = fc.string({ unit: 'binary' }).map((any) => any.toWellFormed());
  const wire = (said: string) => assemble(encodeUtf8(said));
  fc.assert(fc.property(text, (any) => void expect(decodeUtf8(wire(encodeString(any)).string())).toBe(any)));
  fc.assert(fc.property(text, (any) => void expect(decodeUtf8(wire(encodeAstring(any)).astring())).toBe(any)));
  fc.assert(fc.property(octets, (text) => void expect(octetString(octetsOf(text))).toBe(text)));
});

test('every text comes back through UTF-8', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(decodeUtf8(encodeUtf8(text))).toBe(text.toWellFormed())));
  expect(decodeUtf8('\xff')).toBeNull();
});

test('what a line announces', () => {
  expect(literalAtEnd('a1 LOGIN {5}')).toEqual({ size: 5, synchronizing: true });
  expect(literalAtEnd('a1 APPEND x ~{12+}')).toEqual({ size: 12, synchronizing: false });
  expect(literalAtEnd('a1 LOGIN "{5}"')).toBeNull();
  expect(literalAtEnd('a1 LOGIN {99999999999}')).toBeNull();
});

test('strings, NIL and numbers', () => {
  expect(at('"a \\"b\\" \\\\"').string()).toBe('a "b" \\');
  expect(at('~{2}\r\n', 'x\0').string()).toBe('x\0');
  expect(at('nil').nstring()).toBeNull();
  expect(at('""').nstring()).toBe('');
  expect(at('a]b').astring()).toBe('a]b');
  expect(at('inb*%').pattern()).toBe('inb*%');
  expect(at('4294967295').number()).toBe(4294967295);
});

test.each<[string, (cursor: Cursor) => unknown]>([
  ['4294967296', (cursor) => cursor.number()],
  ['"open', (cursor) => cursor.string()],
  ['"8-bit \u00e9"', (cursor) => cursor.string()], // only after UTF8=ACCEPT (RFC 9051 §9)
  ['"\\x"', (cursor) => cursor.string()],
  ['{3}\r\n', (cursor) => cursor.string()], // the literal is not there
  ['(a b', (cursor) => cursor.list(() => cursor.atom())],
  ['(a  b)', (cursor) => cursor.list(() => cursor.atom())],
  ['a*', (cursor) => (cursor.astring(), cursor.end())],
  ['+1 NOOP', (cursor) => cursor.tag()],
])('%s is refused', (text, rule) => {
  expect(() => rule(at(text))).toThrow(SyntaxProblem);
});
