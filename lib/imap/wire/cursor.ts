/**
 * The reader that every rule of the IMAP grammar is built on (RFC 9051 §9, RFC 3501 §9). It walks over one whole command: its lines with
 * their literals set aside. Rules throw SyntaxProblem, which the session answers with BAD; nothing else is ever thrown.
 */
import { octetString } from './octets.ts';

/** The input does not follow the grammar; the message is said to the client. */
export class SyntaxProblem extends Error {}

/** It follows the grammar, but asks for more than is offered (RFC 5530 §3, LIMIT). */
export class LimitProblem extends SyntaxProblem {}

/** One command: lines joined by CRLF (there only behind a literal's `{n}`), and the literals in order. */
export interface CommandText {
  text: string;
  literals: readonly Uint8Array[];
}

const maxNumber = 4_294_967_295; // RFC 9051 §9: number is unsigned 32 bits
const atomPattern = /[^(){ %*"\\\]\u0000-\u001f\u007f-\u00ff]+/y;
const astringPattern = /[^(){ %*"\\\u0000-\u001f\u007f-\u00ff]+/y;
const listPattern = /[^(){ "\\\u0000-\u001f\u007f-\u00ff]+/y;
const tagPattern = /[^(){ %*"\\+\u0000-\u001f\u007f-\u00ff]+/y;
const quotedPattern = /"((?:[^"\\\r\n\u0000\u0080-\u00ff]|\\["\\])*)"/y;
const quoted8Pattern = /"((?:[^"\\\r\n\u0000]|\\["\\])*)"/y;
const literalPattern = /(~?)\{(\d{1,10})\+?\}\r\n/y;
const numberPattern = /\d{1,20}/y;

export class Cursor {
  readonly #text: string;
  readonly #literals: readonly Uint8Array[];
  readonly #maxDepth: number;
  /** RFC 9051 §4.3, RFC 6855 §3: quoted strings may hold UTF-8 once the client said that it knows of it. */
  readonly utf8: boolean;
  #position = 0;
  #nextLiteral = 0;
  #depth = 0;

  constructor({ text, literals }: CommandText, maxDepth = 50, utf8 = false) {
    this.#text = text;
    this.#literals = literals;
    this.#maxDepth = maxDepth;
    this.utf8 = utf8;
  }

  get atEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  /** What was not read yet, to look ahead in. */
  get rest(): string {
    return this.#text.slice(this.#position);
  }

  /** Nothing may follow. */
  end(): void {
    if (!this.atEnd) throw new SyntaxProblem('too many arguments');
  }

  is(text: string): boolean {
    return this.#text.startsWith(text, this.#position);
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#position += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw new SyntaxProblem(text === ' ' ? 'an argument is missing' : `"${text}" is missing`);
  }

  space(): void {
    this.expect(' ');
  }

  tag(): string {
    return this.#match(tagPattern, 'a tag')[0];
  }

  atom(): string {
    return this.#match(atomPattern, 'an atom')[0];
  }

  /** An atom in upper case: names of commands, items and keys. */
  word(): string {
    return this.atom().toUpperCase();
  }

  /** The next word without taking it; '' when there is none. */
  peekWord(): string {
    atomPattern.lastIndex = this.#position;
    return (atomPattern.exec(this.#text)?.[0] ?? '').toUpperCase();
  }

  number(): number {
    const value = Number(this.#match(numberPattern, 'a number')[0]);
    if (value > maxNumber) throw new SyntaxProblem('a number is too large');
    return value;
  }

  positive(): number {
    const value = this.number();
    if (value === 0) throw new SyntaxProblem('a number must not be 0');
    return value;
  }

  /** RFC 7162 §7: mod-sequence-valzer, 63 bits; ours stay below 2^53, and what a client never got from us compares alike. */
  modseq(): number {
    return Math.min(Number(this.#match(numberPattern, 'a mod-sequence')[0]), Number.MAX_SAFE_INTEGER);
  }

  /** `astring`: also with `]`. Octets, one character each. */
  astring(): string {
    return this.#atString() ? this.string() : this.#match(astringPattern, 'a string')[0];
  }

  /** An astring of human text: 8-bit characters between quotes pass, as imapflow and others send them in SEARCH and LOGIN. */
  text(): string {
    return this.is('"') ? unquote(this.#match(quoted8Pattern, 'a quoted string')[1]) : this.astring();
  }

  /** `list-mailbox`: an astring that may have wildcards. */
  pattern(): string {
    return this.#atString() ? this.string() : this.#match(listPattern, 'a mailbox pattern')[0];
  }

  string(): string {
    if (!this.is('"')) return octetString(this.literal());
    return unquote(this.#match(this.utf8 ? quoted8Pattern : quotedPattern, 'a quoted string')[1]);
  }

  nstring(): string | null {
    return this.peekWord() === 'NIL' && !this.#atString() ? (this.word(), null) : this.string();
  }

  /** Whether a literal8 stands next (RFC 3516 §4.4). */
  get atLiteral8(): boolean {
    return this.is('~{');
  }

  /** A literal or literal8, as it was sent. */
  literal(): Uint8Array {
    const [whole, , size] = this.#match(literalPattern, 'a string');
    const bytes = this.#literals[this.#nextLiteral++];
    if (!bytes || bytes.length !== Number(size)) throw new SyntaxProblem(`the literal ${whole.trim()} is not there`);
    return bytes;
  }

  /** `(item item …)`, possibly empty. */
  list<T>(item: () => T): T[] {
    return this.nested(() => {
      const items: T[] = [];
      this.expect('(');
      if (this.accept(')')) return items;
      do items.push(item());
      while (this.accept(' '));
      this.expect(')');
      return items;
    });
  }

  /** One level deeper: nesting without end would exhaust the stack. */
  nested<T>(rule: () => T): T {
    if (++this.#depth > this.#maxDepth) throw new SyntaxProblem('it is nested too deeply');
    const result = rule();
    this.#depth--;
    return result;
  }

  /** By any sticky pattern; `what` names it in the refusal. */
  match(pattern: RegExp, what: string): RegExpExecArray {
    return this.#match(pattern, what);
  }

  #atString(): boolean {
    return this.is('"') || this.is('{') || this.is('~{');
  }

  #match(pattern: RegExp, what: string): RegExpExecArray {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text);
    if (!found) throw new SyntaxProblem(`expected ${what}`);
    this.#position = pattern.lastIndex;
    return found;
  }
}

function unquote(text = ''): string {
  return text.replace(/\\(.)/g, '$1');
}
