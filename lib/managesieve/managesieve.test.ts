import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLine } from './read-line.ts';
import { writeString } from './write-string.ts';

const read = (text: string) => readLine(new TextEncoder().encode(text));
const text = (octets: Uint8Array) => new TextDecoder().decode(octets);
/** The words, strings in quotation marks; or the problem. */
function shown(line: string): string {
  const found = read(line);
  if (!found.ok) return `! ${found.problem}`;
  const words = found.words.map((word) =>
    word.kind === 'string' ? JSON.stringify(text(word.octets)) : word.kind === 'atom' ? word.text : String(word.value),
  );
  return [...words, ...(found.literal === null ? [] : [`{${found.literal}}`])].join(' ');
}

test.each([
  ['HAVESPACE "myscript" 999999', 'HAVESPACE "myscript" 999999'],
  ['Putscript "foo" {31+}', 'Putscript "foo" {31}'],
  ['AUTHENTICATE "GSSAPI" {0+}', 'AUTHENTICATE "GSSAPI" {0}'],
  ['putscript "foo" {31}', 'putscript "foo" {31}'],
  ['  NOOP   "a \\"b\\" \\\\"  ', 'NOOP "a \\"b\\" \\\\"'],
  ['LISTSCRIPTS', 'LISTSCRIPTS'],
  ['', ''],
  ['SETACTIVE ""', 'SETACTIVE ""'],
  ['SETACTIVE "é"', 'SETACTIVE "é"'],
  ['SETACTIVE "open', '! A quotation mark is missing'],
  ['SETACTIVE "a\\n"', '! Behind a backslash stands a quotation mark or a backslash'],
  ['SETACTIVE "a""b"', '! A space is missing'],
  ['SETACTIVE {3+} x', '! A literal is {octets+} at the end of its line'],
  ['SETACTIVE {03+}', '! A literal is {octets+} at the end of its line'],
  ['SETACTIVE {99999999999+}', '! A literal is {octets+} at the end of its line'],
  ['SETACTIVE (a)', '! Strings stand between quotation marks'],
  [`SETACTIVE "${'x'.repeat(1025)}"`, '! A quoted string is too long: send a literal'],
])('%j', (line, wanted) => {
  expect(shown(line)).toBe(wanted);
});

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (given) => {
      const written = writeString(given.toWellFormed());
      if (written.startsWith('"'))
        expect(read(written)).toEqual({
          ok: true,
          words: [{ kind: 'string', octets: new TextEncoder().encode(given.toWellFormed()) }],
          literal: null,
        });
      else expect(written).toBe(`{${new TextEncoder().encode(given.toWellFormed()).length}}\r\n${given.toWellFormed()}`);
    }),
  );
});

test('no octets make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      readLine(octets);
    }),
    { numRuns: 2000 },
  );
});
