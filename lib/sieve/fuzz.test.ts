/** Whatever is handed in as a script or comes as a message: an answer, never a throw, and never more than the limits allow. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBytes } from './check/check-bytes.ts';
import { checkScript } from './check/check.ts';
import { sieveCapabilities } from './check/capabilities.ts';
import { commandSpecs, testSpecs, type Kind, type Spec } from './check/specs.ts';
import { sieveLimits } from './limits.ts';
import { tryScript } from './run/try-script.ts';
import { parseScript } from './syntax/parse.ts';
import { command, list, number, strings, tag, test as sieveTest, type Argument, type Command, type Test } from './syntax/tree.ts';
import { printScript } from './syntax/print.ts';

const texts = fc.oneof(
  fc.constantFrom(
    ...['from', 'to', 'subject', 'x-spam', '*', '?*', '${a}', '${0}', '${unicode:40}', '\\*', '', 'a@b.example', 'INBOX', 'Junk', '\\Seen'],
  ),
  fc.constantFrom(
    ...['year', 'weekday', '+0100', 'gt', 'i;octet', 'i;ascii-numeric', 'mailto:a@b.example', 'text/html', 'all', 'name', 'a', 'script'],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.toWellFormed().replaceAll('\0', '')), // RFC 5228 §8.1: never a NUL
);

/** Commands and tests as the specifications have them, with arguments of the right kinds that mean anything. */
const ofKind = (kind: Kind): fc.Arbitrary<Argument> =>
  kind === 'number'
    ? fc.nat(5000).map(number)
    : kind === 'string'
      ? texts.map((value) => strings(value))
      : fc.oneof(
          texts.map((value) => strings(value)),
          fc.array(texts, { minLength: 1, maxLength: 4 }).map(list),
        );

function argumentsOf({ tags = {}, args = [] }: Spec): fc.Arbitrary<Argument[]> {
  const all = Object.entries(tags);
  return fc
    .tuple(fc.subarray(all, { maxLength: Math.min(all.length, 4) }), fc.tuple(...args.map(ofKind)))
    .chain(([chosen, positional]) =>
      fc
        .tuple(...chosen.map(([name, { takes }]) => (takes ? ofKind(takes).map((value) => [tag(name), value]) : fc.constant([tag(name)]))))
        .map((tagged) => [...tagged.flat(), ...positional]),
    );
}

const { tests: oneTest } = fc.letrec<{ tests: Test }>((tie) => ({
  tests: fc
    .constantFrom(...Object.entries(testSpecs))
    .chain(([name, spec]) =>
      fc
        .tuple(
          argumentsOf(spec),
          spec.tests === undefined
            ? fc.constant<Test[]>([])
            : fc.array(tie('tests'), { minLength: 1, maxLength: spec.tests === 'one' ? 1 : 3, depthIdentifier: 'd' }),
        )
        .map(([args, inner]) => sieveTest(name, args, inner)),
    ),
}));
const { commands: block } = fc.letrec<{ commands: Command[] }>((tie) => ({
  commands: fc.array(
    fc
      .constantFrom(...Object.entries(commandSpecs).filter(([name]) => name !== 'require'))
      .chain(([name, spec]) =>
        fc
          .tuple(
            argumentsOf(spec),
            spec.tests === undefined ? fc.constant<Test[]>([]) : fc.array(oneTest, { minLength: 1, maxLength: 1 }),
            spec.block
              ? fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constant<Command[]>([]), tie('commands'))
              : fc.constant(undefined),
          )
          .map(([args, tests, inner]) => command(name, args, { tests, ...(inner ? { block: inner } : {}) })),
      ),
    { maxLength: 5, depthIdentifier: 'b' },
  ),
}));

const everything = command('require', [list([...sieveCapabilities])]);
const scripts = block.map((commands) => printScript({ commands: [everything, ...commands], trailing: [] }));
const messages = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.tuple(
        fc.constantFrom('From', 'To', 'Subject', 'Date', 'List-Id', 'Content-Type', 'X-Spam', ''),
        fc.string({ unit: 'binary', maxLength: 60 }),
      ),
      { maxLength: 12 },
    )
    .map(
      (fields) =>
        `${fields.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>body\r\n`,
    ),
);

describe('the check', () => {
  test('octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
        expect(typeof checkBytes(octets).ok).toBe('boolean');
      }),
      { numRuns: 1500 },
    );
  });

  test('words of the language in any order', () => {
    const word = fc.constantFrom(
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
        ';',
        ',',
        '[',
        ']',
        '"a"',
        'text:\r\n.\r\n',
        ':is',
        ':copy',
        '12K',
        '/*',
        '*/',
        '#x\r\n',
      ],
      ...Object.keys(commandSpecs),
      ...Object.keys(testSpecs),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const checked = checkScript(words.join(' '));
        if (!checked.ok) expect(checked.error.line).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the run', () => {
  let ran = 0;
  test('scripts of the right form over messages of any', () => {
    fc.assert(
      fc.property(scripts, messages, (script, message) => {
        const parsed = parseScript(script);
        expect(parsed.ok ? null : parsed.error).toBeNull();
        const result = tryScript(script, message, {
          scripts: new Map([
            ['a', 'keep;'],
            ['all', script],
          ]),
        });
        if (checkScript(script).ok) ran++;
        if (result.kind !== 'done') return;
        expect(result.actions.length).toBeLessThanOrEqual(sieveLimits.actions + 1);
        const count = (kind: string) => result.actions.filter((action) => action.kind === kind).length;
        expect([count('redirect') <= sieveLimits.redirects, count('notify') <= sieveLimits.notifications, count('vacation') <= 1]).toEqual([
          true,
          true,
          true,
        ]);
      }),
      { numRuns: 2500 },
    );
    expect(ran).toBeGreaterThan(100); // the check does not keep the run from being tried
  });

  test('variables that double do not fill memory', () => {
    const doubling = `require "variables";\r\nset "a" "${'x'.repeat(1000)}";\r\n${'set "a" "${a}${a}";\r\n'.repeat(60)}`;
    expect(tryScript(`${doubling}if string :count "gt" "\${a}" "0" { discard; }`).kind).toBe('failed'); // relational is not required
    const result = tryScript(
      `require "fileinto";\r\n${doubling}set :length "n" "\${a}";\r\nfileinto "\${n}";`
        .replace('require "variables";\r\n', '')
        .replace('"fileinto"', '["fileinto", "variables"]'),
    );
    expect(result).toMatchObject({ kind: 'done', actions: [{ mailbox: String(sieveLimits.variableLength) }] });
  });

  test('scripts that include one another', () => {
    const deep = new Map(Array.from({ length: 30 }, (_, n) => [`s${n}`, `require "include"; include "s${n + 1}";`] as const));
    expect(tryScript('require "include"; include "s0";', undefined, { scripts: deep }).kind).toBe('failed');
    const wide = new Map([['w', 'keep;']]);
    expect(tryScript(`require "include"; ${'include "w"; '.repeat(sieveLimits.includes + 1)}`, undefined, { scripts: wide }).kind).toBe(
      'failed',
    );
    const circle = new Map([
      ['x', 'require "include"; include "y";'],
      ['y', 'require "include"; include "x";'],
    ]);
    expect(tryScript('require "include"; include "x";', undefined, { scripts: circle }).kind).toBe('failed');
  });
});
