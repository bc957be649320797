/** From text to commands (RFC 5228 §8.2). What the commands mean is `check`'s business. */
import { sieveLimits } from '../limits.ts';
import { Lexer, SieveFault, type Token } from './lexer.ts';
import type { Argument, Command, Script, SieveError, Test } from './tree.ts';

export type Parsed = { ok: true; script: Script } | { ok: false; error: SieveError };

/** Never throws; the first error is told with its line. */
export function parseScript(text: string): Parsed {
  try {
    return { ok: true, script: new Parser(text).script() };
  } catch (fault) {
    if (fault instanceof SieveFault) return { ok: false, error: fault.error };
    throw fault;
  }
}

/** From octets: a script is UTF-8 (RFC 5228 §2.1) and not larger than the limit. */
export function decodeScript(bytes: Uint8Array): { ok: true; text: string } | { ok: false; error: SieveError } {
  if (bytes.length > sieveLimits.scriptBytes)
    return { ok: false, error: { line: 1, message: `The script is larger than ${sieveLimits.scriptBytes} octets.` } };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, error: { line: 1, message: 'The script is not UTF-8 text.' } };
  }
}

class Parser {
  readonly #lexer: Lexer;
  #token: Token;
  #nodes = 0;

  constructor(text: string) {
    this.#lexer = new Lexer(text);
    this.#token = this.#lexer.next();
  }

  script(): Script {
    const commands: Command[] = [];
    while (this.#token.kind !== 'end') commands.push(this.#command(0));
    return { commands, trailing: this.#token.comments };
  }

  #command(depth: number): Command {
    const { line, comments } = this.#token;
    const name = this.#identifier('a command');
    this.#count(depth, line);
    const { args, tests } = this.#arguments(depth);
    if (this.#takeSign(';')) return { name, args, tests, block: null, line, comments };
    if (!this.#takeSign('{')) throw this.#expected(`";" or "{" behind "${name}"`);
    const block: Command[] = [];
    while (!this.#isSign('}')) {
      if (this.#token.kind === 'end') throw new SieveFault(line, `The block of "${name}" does not end: a "}" is missing.`);
      block.push(this.#command(depth + 1));
    }
    this.#advance();
    return { name, args, tests, block, line, comments };
  }

  #arguments(depth: number): { args: Argument[]; tests: Test[] } {
    const args: Argument[] = [];
    for (let arg = this.#argument(); arg; arg = this.#argument()) args.push(arg);
    if (this.#token.kind === 'identifier') return { args, tests: [this.#test(depth + 1)] };
    const tests: Test[] = [];
    if (this.#takeSign('(')) {
      do tests.push(this.#test(depth + 1));
      while (this.#takeSign(','));
      if (!this.#takeSign(')')) throw this.#expected('"," or ")" in a list of tests');
    }
    return { args, tests };
  }

  #test(depth: number): Test {
    const { line } = this.#token;
    const name = this.#identifier('a test');
    this.#count(depth, line);
    return { name, ...this.#arguments(depth), line };
  }

  #argument(): Argument | null {
    const token = this.#token;
    if (token.kind === 'tag') {
      this.#advance();
      return { kind: 'tag', name: token.text };
    }
    if (token.kind === 'number') {
      this.#advance();
      return { kind: 'number', value: token.value };
    }
    if (token.kind === 'string') {
      this.#advance();
      return { kind: 'strings', values: [token.text], list: false };
    }
    if (!this.#takeSign('[')) return null;
    const values: string[] = [];
    do {
      if (this.#token.kind !== 'string') throw this.#expected('a string in a list');
      values.push(this.#token.text);
      if (values.length > sieveLimits.listLength)
        throw new SieveFault(token.line, `A list holds more than ${sieveLimits.listLength} strings.`);
      this.#advance();
    } while (this.#takeSign(','));
    if (!this.#takeSign(']')) throw this.#expected('"," or "]" in a list of strings');
    return { kind: 'strings', values, list: true };
  }

  #count(depth: number, line: number): void {
    if (depth > sieveLimits.nesting) throw new SieveFault(line, `Blocks or tests are nested deeper than ${sieveLimits.nesting}.`);
    if (++this.#nodes > sieveLimits.nodes) throw new SieveFault(line, `The script has more than ${sieveLimits.nodes} commands and tests.`);
  }

  #identifier(what: string): string {
    if (this.#token.kind !== 'identifier') throw this.#expected(what);
    const { text } = this.#token;
    this.#advance();
    return text;
  }

  #isSign(sign: string): boolean {
    return this.#token.kind === 'sign' && this.#token.text === sign;
  }

  #takeSign(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#advance();
    return true;
  }

  #advance(): void {
    this.#token = this.#lexer.next();
  }

  #expected(what: string): SieveFault {
    return new SieveFault(this.#token.line, `Expected ${what}, but found ${describe(this.#token)}.`);
  }
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the script';
    case 'string':
      return 'a string';
    case 'number':
      return `the number ${token.value}`;
    case 'identifier':
    case 'tag':
    case 'sign':
      return `"${token.text}"`;
  }
}
