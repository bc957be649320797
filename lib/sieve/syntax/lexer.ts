/** Tokens of a script (RFC 5228 §8.1). Line ends of any kind are taken, and are CRLF in strings. */
import type { SieveError } from './tree.ts';

export type Token = { line: number; comments: string[] } & (
  | { kind: 'identifier' | 'tag' | 'string'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'sign'; text: '(' | ')' | '[' | ']' | '{' | '}' | ';' | ',' }
  | { kind: 'end' }
);

/** Thrown within lib/sieve alone: parse and check turn it into a value. */
export class SieveFault extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
  get error(): SieveError {
    return { line: this.line, message: this.message };
  }
}

const largestNumber = 2 ** 31 - 1; // RFC 5228 §2.4.1: at least that must be handled
const quantifiers: Record<string, number> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

export class Lexer {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text.replaceAll(/\r\n|\r|\n/g, '\r\n').replace(/^\ufeff/, '');
  }

  next(): Token {
    const comments = this.#skipBlanks();
    const of = { line: this.#line, comments };
    const text = this.#text;
    const character = text[this.#at];
    if (character === undefined) return { ...of, kind: 'end' };
    if (isSign(character)) {
      this.#at++;
      return { ...of, kind: 'sign', text: character };
    }
    if (character === '"') return { ...of, kind: 'string', text: this.#quoted() };
    const word = matchAt(/:?[A-Za-z_][A-Za-z0-9_]*/y, text, this.#at);
    if (word !== null) {
      this.#at += word.length;
      if (word.startsWith(':')) return { ...of, kind: 'tag', text: word.toLowerCase() };
      // RFC 5228 §2.4.2: text: begins a string of several lines.
      if (word.toLowerCase() === 'text' && text[this.#at] === ':') return { ...of, kind: 'string', text: this.#multiLine() };
      return { ...of, kind: 'identifier', text: word.toLowerCase() };
    }
    const digits = matchAt(/[0-9]+[KMGkmg]?(?![A-Za-z0-9_])/y, text, this.#at);
    if (digits !== null) {
      this.#at += digits.length;
      const value = Number.parseInt(digits, 10) * (quantifiers[digits.at(-1)?.toLowerCase() ?? ''] ?? 1);
      if (value > largestNumber) throw new SieveFault(this.#line, `The number ${digits} is too large.`);
      return { ...of, kind: 'number', value };
    }
    throw new SieveFault(this.#line, `${JSON.stringify(character)} is not understood here.`);
  }

  #skipBlanks(): string[] {
    const comments: string[] = [];
    for (;;) {
      const blanks = matchAt(/[ \t\r\n]+/y, this.#text, this.#at);
      if (blanks !== null) this.#pass(blanks);
      else if (this.#text[this.#at] === '#') {
        const end = lineEndFrom(this.#text, this.#at);
        comments.push(this.#text.slice(this.#at + 1, end).trim());
        this.#at = end;
      } else if (this.#text.startsWith('/*', this.#at)) {
        const end = this.#text.indexOf('*/', this.#at + 2);
        if (end < 0) throw new SieveFault(this.#line, 'A comment begins with /* and does not end.');
        comments.push(this.#text.slice(this.#at + 2, end).trim());
        this.#pass(this.#text.slice(this.#at, end + 2));
      } else return comments;
    }
  }

  #quoted(): string {
    const begun = this.#line;
    const text = this.#text;
    let value = '';
    for (let at = this.#at + 1; ;) {
      const plain = matchAt(/[^"\\]+/y, text, at) ?? '';
      value += plain;
      at += plain.length;
      const character = text[at];
      if (character === undefined) throw new SieveFault(begun, 'A string begins with a quotation mark and does not end.');
      if (character === '"') {
        this.#pass(text.slice(this.#at, at + 1));
        return checked(value, begun);
      }
      // RFC 5228 §2.4.2: a backslash in front of anything else than " and \ means nothing.
      value += text[at + 1] ?? '';
      at += 2;
    }
  }

  #multiLine(): string {
    const begun = this.#line;
    const start = matchAt(/:[ \t]*(?:#[^\r\n]*)?\r\n/y, this.#text, this.#at);
    if (start === null) throw new SieveFault(begun, 'After "text:" a new line must begin.');
    this.#pass(start);
    const lines: string[] = [];
    for (;;) {
      const end = lineEndFrom(this.#text, this.#at);
      const line = this.#text.slice(this.#at, end);
      if (end >= this.#text.length && line !== '.')
        throw new SieveFault(begun, 'A string begins with "text:" and has no line with a single dot.');
      this.#at = end;
      if (line === '.') break;
      this.#pass('\r\n');
      // RFC 5228 §2.4.2: a dot in front of another sign is one of the text.
      lines.push(`${line.startsWith('..') ? line.slice(1) : line}\r\n`);
    }
    return checked(lines.join(''), begun);
  }

  #pass(text: string): void {
    this.#at += text.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line++;
  }
}

function checked(value: string, line: number): string {
  if (value.includes('\0')) throw new SieveFault(line, 'A string may not hold a NUL character.');
  return value;
}

const isSign = (character: string): character is '(' | ')' | '[' | ']' | '{' | '}' | ';' | ',' => '()[]{};,'.includes(character);

function lineEndFrom(text: string, at: number): number {
  const end = text.indexOf('\r\n', at);
  return end < 0 ? text.length : end;
}

function matchAt(sticky: RegExp, text: string, at: number): string | null {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? null;
}
