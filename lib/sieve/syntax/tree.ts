/** A Sieve script as it is written (RFC 5228 §8.2): commands, tests and their arguments, without knowledge of what they mean. */

export type Argument =
  | { kind: 'tag'; name: string }
  | { kind: 'number'; value: number }
  /** A string is a list of one (RFC 5228 §2.4.2.1); `list` says how it was written. */
  | { kind: 'strings'; values: string[]; list: boolean };

export interface Test {
  name: string;
  args: Argument[];
  /** Of `not`, `allof`, `anyof` and the like. */
  tests: Test[];
  line: number;
}

export interface Command {
  name: string;
  args: Argument[];
  tests: Test[];
  /** Null: it ended with a semicolon. */
  block: Command[] | null;
  line: number;
  /** The comments in front of it, each without its signs. They carry names of rules, and are kept when a script is printed. */
  comments: string[];
}

export interface Script {
  commands: Command[];
  /** Comments behind the last command. */
  trailing: string[];
}

/** What is wrong with a script, for a person to read. Lines and columns count from 1. */
export interface SieveError {
  line: number;
  message: string;
}

export const strings = (...values: string[]): Argument => ({ kind: 'strings', values, list: values.length !== 1 });
export const list = (values: string[]): Argument => ({ kind: 'strings', values, list: true });
export const tag = (name: string): Argument => ({ kind: 'tag', name });
export const number = (value: number): Argument => ({ kind: 'number', value });
export const test = (name: string, args: Argument[] = [], tests: Test[] = []): Test => ({ name, args, tests, line: 0 });
export const command = (
  name: string,
  args: Argument[] = [],
  more: Partial<Pick<Command, 'tests' | 'block' | 'comments'>> = {},
): Command => ({
  ...{ name, args, tests: [], block: null, line: 0, comments: [] },
  ...more,
});
