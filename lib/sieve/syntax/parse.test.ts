import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkScript } from '../check/check.ts';
import { sieveLimits } from '../limits.ts';
import { decodeScript, parseScript } from './parse.ts';
import { printScript } from './print.ts';
import type { Argument, Command, Script, Test } from './tree.ts';

const errorOf = (text: string) => {
  const parsed = parseScript(text);
  return parsed.ok ? null : `${parsed.error.line}: ${parsed.error.message}`;
};
const only = (text: string): Command => {
  const parsed = parseScript(text);
  if (!parsed.ok || !parsed.script.commands[0]) throw new Error(errorOf(text) ?? 'empty');
  return parsed.script.commands[0];
};

test('RFC 5228 §2.4: numbers, strings of one and of several lines, lists', () => {
  expect(only('a 1K 2m 1G 0;').args).toEqual([1024, 2 ** 21, 2 ** 30, 0].map((value) => ({ kind: 'number', value })));
  expect(only('a "x\\"y\\\\z\\q";').args).toEqual([{ kind: 'strings', values: ['x"y\\zq'], list: false }]);
  expect(only('a ["x", "y"];').args).toEqual([{ kind: 'strings', values: ['x', 'y'], list: true }]);
  expect(only('a text: # a comment\n..dotted\nplain\n.\n;').args).toEqual([
    { kind: 'strings', values: ['.dotted\r\nplain\r\n'], list: false },
  ]);
  expect(only('a text:\r\n.\r\n;').args).toEqual([{ kind: 'strings', values: [''], list: false }]);
});

test('comments are kept in front of their command', () => {
  expect(only('# one\n/* two\n   lines */ KEEP;')).toMatchObject({ name: 'keep', comments: ['one', 'two\r\n   lines'], line: 3 });
  const parsed = parseScript('keep; # behind\n');
  expect(parsed.ok && parsed.script.trailing).toEqual(['behind']);
});

test('errors tell the line and what to do', () => {
  expect(errorOf('keep')).toBe('1: Expected ";" or "{" behind "keep", but found the end of the script.');
  expect(errorOf('keep;\n\nif true {\n keep;\n')).toBe('3: The block of "if" does not end: a "}" is missing.');
  expect(errorOf('a "b')).toBe('1: A string begins with a quotation mark and does not end.');
  expect(errorOf('\n/* c')).toBe('2: A comment begins with /* and does not end.');
  expect(errorOf('a text:\nb\n')).toBe('1: A string begins with "text:" and has no line with a single dot.');
  expect(errorOf('a [];')).toBe('1: Expected a string in a list, but found "]".');
  expect(errorOf('a 9999999999;')).toBe('1: The number 9999999999 is too large.');
  expect(errorOf('a ?;')).toBe('1: "?" is not understood here.');
  expect(errorOf('a "\0";')).toBe('1: A string may not hold a NUL character.');
});

test('limits: nesting, size, encoding', () => {
  expect(errorOf(`if ${'not '.repeat(100)} true { keep; }`)).toMatch(/nested deeper than 32/);
  expect(errorOf('if true {'.repeat(40) + '}'.repeat(40))).toMatch(/nested deeper/);
  expect(errorOf('keep;'.repeat(sieveLimits.nodes + 1))).toMatch(/more than 20000 commands/);
  expect(decodeScript(new Uint8Array(sieveLimits.scriptBytes + 1))).toMatchObject({ ok: false });
  expect(decodeScript(Uint8Array.from([0x23, 0xff]))).toMatchObject({ ok: false, error: { message: 'The script is not UTF-8 text.' } });
});

const word = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/).filter((name) => name !== 'text');
const text = fc.string({ unit: 'binary', maxLength: 20 }).map((value) => value.replaceAll(/[\0\r\n\ufeff]/g, '').toWellFormed());
const lines = fc.array(text, { maxLength: 4 }).map((all) => all.map((line) => `${line}\r\n`).join(''));
const argument: fc.Arbitrary<Argument> = fc.oneof(
  word.map((name): Argument => ({ kind: 'tag', name: `:${name}` })),
  fc.nat().map((value): Argument => ({ kind: 'number', value })),
  fc.oneof(text, lines).map((value): Argument => ({ kind: 'strings', values: [value], list: false })),
  fc.array(fc.oneof(text, lines), { minLength: 1, maxLength: 3 }).map((values): Argument => ({ kind: 'strings', values, list: true })),
);
const args = fc.array(argument, { maxLength: 3 });
const testOf = (depth: number): fc.Arbitrary<Test> =>
  fc.record({ name: word, args, tests: depth > 0 ? fc.array(testOf(depth - 1), { maxLength: 3 }) : fc.constant([]), line: fc.constant(0) });
const commandOf = (depth: number): fc.Arbitrary<Command> =>
  fc.record({
    ...{ name: word, args, tests: fc.array(testOf(depth), { maxLength: 2 }) },
    block: depth > 0 ? fc.option(fc.array(commandOf(depth - 1), { maxLength: 3 })) : fc.constant(null),
    line: fc.constant(0),
    comments: fc.array(
      text.map((one) => one.trim()),
      { maxLength: 2 },
    ),
  });

const withoutLines = (script: Script): unknown => JSON.parse(JSON.stringify(script, (key, value: unknown) => (key === 'line' ? 0 : value)));

test('what is printed is parsed to the same commands', () => {
  const script = fc.record({
    commands: fc.array(commandOf(2), { maxLength: 4 }),
    trailing: fc.array(
      text.map((one) => one.trim()),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(script, (given) => {
      const parsed = parseScript(printScript(given));
      expect(parsed.ok ? withoutLines(parsed.script) : parsed.error).toEqual(withoutLines(given));
    }),
    { numRuns: 500 },
  );
});

test('nothing makes the parser or the checker throw', () => {
  const pieces = fc.constantFrom(
    ...[
      'if',
      'elsif',
      'else',
      'not',
      'anyof',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      ';',
      ',',
      '"',
      'text:',
      '\r\n',
      '.',
      '\\',
      ':is',
      ':comparator',
      '10K',
      '${hex:4',
    ],
    ...[
      'require',
      '"fileinto"',
      '["variables", "encoded-character"]',
      'set',
      'keep',
      'header',
      'true',
      '/*',
      '*/',
      '#',
      '"${unicode:110000}"',
      'vacation',
      '"a"',
    ],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces, { maxLength: 30 }).map((all) => all.join(' ')),
        fc.string({ unit: 'binary' }),
      ),
      (given) => {
        const checked = checkScript(given);
        if (!checked.ok) expect(checked.error.line).toBeGreaterThan(0);
      },
    ),
    { numRuns: 3000 },
  );
});
