/** A script that was checked: what `run` executes. */

export interface Value {
  strings: string[];
  number: number;
}
/** A test or command with its arguments by name and place. */
export interface Node {
  name: string;
  line: number;
  /** Tag, with its colon, to its argument; a tag without one has an empty value. */
  tags: ReadonlyMap<string, Value>;
  args: Value[];
  tests: Node[];
  block: Node[];
}
export interface Program {
  commands: Node[];
  requires: ReadonlySet<string>;
}
