/** Writes a script so that a person likes to read it; `parseScript` of it gives the same commands again. */
import type { Argument, Command, Script, Test } from './tree.ts';

const wide = 100;

export function printScript({ commands, trailing }: Script): string {
  const lines = [...commands.flatMap((one, index) => printCommand(one, '', index === 0)), ...trailing.flatMap((text) => comment(text, ''))];
  return lines.map((line) => `${line}\r\n`).join('');
}

function printCommand({ name, args, tests, block, comments }: Command, indent: string, isFirst: boolean): string[] {
  const before = comments.flatMap((text) => comment(text, indent));
  const apart = before.length > 0 && !isFirst ? [''] : [];
  const head = [indent + name, ...args.map(printArgument)].join(' ');
  const tested = tests.length > 0 ? `${head} ${printTests(tests, name !== 'if' && name !== 'elsif', indent)}` : head;
  if (!block) return [...apart, ...before, ...`${tested};`.split('\r\n')];
  const inside = block.flatMap((one, index) => printCommand(one, `${indent}  `, index === 0));
  return [...apart, ...before, ...`${tested} {`.split('\r\n'), ...inside, `${indent}}`];
}

function printTests(tests: Test[], always: boolean, indent: string): string {
  const [only] = tests;
  if (only && tests.length === 1 && !always) return printTest(only, indent);
  const inline = `(${tests.map((one) => printTest(one, indent)).join(', ')})`;
  if (inline.length <= wide && !inline.includes('\r\n')) return inline;
  const deeper = `${indent}  `;
  return `(\r\n${tests.map((one) => deeper + printTest(one, deeper)).join(',\r\n')}\r\n${indent})`;
}

function printTest({ name, args, tests }: Test, indent: string): string {
  const head = [name, ...args.map(printArgument)].join(' ');
  if (tests.length === 0) return head;
  return `${head} ${printTests(tests, name !== 'not', indent)}`;
}

function printArgument(argument: Argument): string {
  switch (argument.kind) {
    case 'tag':
      return argument.name;
    case 'number':
      return printNumber(argument.value);
    case 'strings': {
      const [only] = argument.values;
      if (only !== undefined && argument.values.length === 1 && !argument.list) return printString(only);
      return `[${argument.values.map(quoted).join(', ')}]`;
    }
  }
}

const printNumber = (value: number): string => {
  for (const [sign, size] of [
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 2 ** 10],
  ] as const)
    if (value > 0 && value % size === 0) return `${value / size}${sign}`;
  return String(value);
};

/** Several lines are written as such (RFC 5228 §2.4.2), with a dot in front of a line that begins with one. */
function printString(value: string): string {
  const isLines = value.endsWith('\r\n') && !/\r(?!\n)|(?<!\r)\n/.test(value);
  return isLines ? `text:\r\n${value.replaceAll(/^\./gm, '..')}.\r\n`.replace(/\r\n$/, '\r\n') : quoted(value);
}

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, '\\$&')}"`;

const comment = (text: string, indent: string): string[] => text.split('\r\n').map((line) => `${indent}# ${line}`.trimEnd());
