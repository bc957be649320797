/**
 * Holds a script against the specifications: extensions are required before use, arguments are of their types, constants make sense
 * (RFC 5228 §2.10.5, §3.2). A script that passes runs without surprises but those of its messages.
 */
import { SieveFault } from '../syntax/lexer.ts';
import { parseScript } from '../syntax/parse.ts';
import type { Argument, Command, SieveError, Test } from '../syntax/tree.ts';
import { isCapability } from './capabilities.ts';
import { checkConstants, decodeCharacters } from './constants.ts';
import type { Node, Program, Value } from './program.ts';
import { commandSpecs, testSpecs, type Kind, type Spec } from './specs.ts';

export type Checked = { ok: true; program: Program } | { ok: false; error: SieveError };

/** Never throws. */
export function checkScript(text: string): Checked {
  const parsed = parseScript(text);
  if (!parsed.ok) return parsed;
  try {
    return { ok: true, program: new Checker().program(parsed.script.commands) };
  } catch (fault) {
    if (fault instanceof SieveFault) return { ok: false, error: fault.error };
    throw fault;
  }
}

class Checker {
  readonly #requires = new Set<string>();
  /** RFC 5463 §4: in a block behind `ihave`, what is not there is an error only when it is reached. */
  #lenient = 0;

  program(commands: Command[]): Program {
    let mayRequire = true;
    const nodes: Node[] = [];
    for (const [index, command] of commands.entries()) {
      if (command.name !== 'require') mayRequire = false;
      else if (!mayRequire) throw new SieveFault(command.line, '"require" must stand in front of all other commands.');
      nodes.push(this.#command(command, commands[index - 1]));
    }
    return { commands: nodes.filter(({ name }) => name !== 'require'), requires: this.#requires };
  }

  #block(commands: Command[]): Node[] {
    return commands.map((command, index) => {
      if (command.name === 'require') throw new SieveFault(command.line, '"require" may not stand within a block.');
      return this.#command(command, commands[index - 1]);
    });
  }

  #command(command: Command, previous: Command | undefined): Node {
    const { name, line } = command;
    if ((name === 'elsif' || name === 'else') && previous?.name !== 'if' && previous?.name !== 'elsif')
      throw new SieveFault(line, `"${name}" must follow the block of an "if" or "elsif".`);
    const asks = (name === 'if' || name === 'elsif') && this.#requires.has('ihave') && command.tests.some(mentionsIhave);
    if (asks) this.#lenient++;
    try {
      const spec = commandSpecs[name];
      if (!spec) return this.#unknown(`There is no command "${name}".`, line);
      if (spec.block && !command.block) throw new SieveFault(line, `"${name}" needs a block in braces.`);
      if (!spec.block && command.block) throw new SieveFault(line, `"${name}" takes no block: a ";" is missing.`);
      const node = this.#node('command', command, spec);
      if (!node) return this.#unknown(`"${name}" needs require "${spec.needs ?? ''}".`, line);
      if (name === 'require') this.#require(node);
      return { ...node, block: this.#block(command.block ?? []) };
    } finally {
      if (asks) this.#lenient--;
    }
  }

  #test(test: Test): Node {
    const spec = testSpecs[test.name];
    if (!spec) return this.#unknown(`There is no test "${test.name}".`, test.line);
    return this.#node('test', test, spec) ?? this.#unknown(`"${test.name}" needs require "${spec.needs ?? ''}".`, test.line);
  }

  /** Null: its extension is not required. */
  #node(kind: 'command' | 'test', { name, args, tests, line }: Test | Command, spec: Spec): Node | null {
    if (spec.needs && !this.#requires.has(spec.needs)) return null;
    const { tags, rest } = this.#tags(name, args, spec, line);
    const values = placed(name, rest, spec, line);
    const node: Node = { name, line, tags, args: values.map((value) => this.#decode(value, line)), tests: [], block: [] };
    if (!spec.tests && tests.length > 0) throw new SieveFault(line, `"${name}" takes no test.`);
    if (spec.tests === 'one' && tests.length !== 1) throw new SieveFault(line, `"${name}" needs one test.`);
    if (spec.tests === 'some' && tests.length === 0) throw new SieveFault(line, `"${name}" needs tests in parentheses.`);
    node.tests = tests.map((test) => this.#test(test));
    checkConstants(kind, node, this.#requires);
    return node;
  }

  #tags(name: string, args: Argument[], spec: Spec, line: number): { tags: Map<string, Value>; rest: Argument[] } {
    const tags = new Map<string, Value>();
    const groups = new Set<string>();
    const rest: Argument[] = [];
    for (let at = 0; at < args.length; at++) {
      const arg = args[at];
      if (arg?.kind !== 'tag') {
        if (arg) rest.push(arg);
        continue;
      }
      const known = spec.tags?.[arg.name];
      if (!known) throw new SieveFault(line, `"${name}" has no ${arg.name}.`);
      if (known.needs && !this.#requires.has(known.needs)) throw new SieveFault(line, `${arg.name} needs require "${known.needs}".`);
      if (tags.has(arg.name)) throw new SieveFault(line, `${arg.name} stands twice.`);
      if (known.group && groups.has(known.group)) throw new SieveFault(line, `${arg.name} contradicts another tag of "${name}".`);
      if (known.group) groups.add(known.group);
      const value = known.takes ? valueOf(args[++at], known.takes) : { strings: [], number: 0 };
      if (!value) throw new SieveFault(line, `Behind ${arg.name} must stand ${words[known.takes ?? 'string']}.`);
      tags.set(arg.name, this.#decode(value, line));
    }
    return { tags, rest };
  }

  #require({ args, line }: Node): void {
    for (const name of args[0]?.strings ?? []) {
      if (!isCapability(name)) throw new SieveFault(line, `require: "${name}" is not supported here.`);
      this.#requires.add(name);
      // RFC 6131 §2: vacation-seconds implies vacation.
      if (name === 'vacation-seconds') this.#requires.add('vacation');
    }
  }

  #decode(value: Value, line: number): Value {
    if (!this.#requires.has('encoded-character')) return value;
    return { ...value, strings: value.strings.map((text) => decodeCharacters(text, line)) };
  }

  #unknown(message: string, line: number): Node {
    if (this.#lenient === 0) throw new SieveFault(line, message);
    return { name: '?', line, tags: new Map(), args: [{ strings: [message], number: 0 }], tests: [], block: [] };
  }
}

const mentionsIhave = ({ name, tests }: Test): boolean => name === 'ihave' || tests.some(mentionsIhave);

const words: Record<Kind, string> = { string: 'a string', strings: 'a string or a list of strings', number: 'a number' };

function placed(name: string, rest: Argument[], { args = [], firstIsOptional, lastIsOptional }: Spec, line: number): Value[] {
  const left = args.length - rest.length;
  const kinds = left === 1 && firstIsOptional ? args.slice(1) : left === 1 && lastIsOptional ? args.slice(0, -1) : args;
  if (rest.length !== kinds.length) {
    const wanted = kinds.length === 0 ? 'no argument' : `${kinds.length} argument${kinds.length === 1 ? '' : 's'}`;
    throw new SieveFault(
      line,
      `"${name}" takes ${wanted}${args.length > 0 ? ` (${kinds.map((kind) => words[kind]).join(', ')})` : ''}, not ${rest.length}.`,
    );
  }
  return kinds.map((kind, index) => {
    const value = valueOf(rest[index], kind);
    if (!value) throw new SieveFault(line, `Argument ${index + 1} of "${name}" must be ${words[kind]}.`);
    return value;
  });
}

function valueOf(arg: Argument | undefined, kind: Kind): Value | null {
  if (arg?.kind === 'number') return kind === 'number' ? { strings: [], number: arg.value } : null;
  if (arg?.kind !== 'strings' || kind === 'number') return null;
  if (kind === 'string' && arg.list) return null;
  return { strings: arg.values, number: 0 };
}
