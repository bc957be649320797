/** Flags and keywords as clients write them (RFC 9051 §2.3.2). */
import { LimitProblem, SyntaxProblem, type Cursor } from './cursor.ts';

const flagPattern = /\\?[^(){ %*"\\\]\u0000-\u001f\u007f-\u00ff]+/y;
const system = ['\\seen', '\\answered', '\\flagged', '\\deleted', '\\draft'];

/** `(…)`, or for STORE also bare flags. `\Recent` cannot be set by anyone and is left out. */
export function parseFlags(cursor: Cursor, bareAllowed = false): string[] {
  const flags: string[] = [];
  const one = () => {
    const flag = cursor.match(flagPattern, 'a flag')[0];
    const lower = flag.toLowerCase();
    if (lower === '\\recent') return;
    if (flag.startsWith('\\') && !system.includes(lower)) throw new SyntaxProblem(`${flag} is not a flag`);
    if (flag.length > 100) throw new LimitProblem('At most 100 characters in one keyword');
    flags.push(flag);
  };
  if (cursor.is('(') || !bareAllowed) cursor.list(one);
  else {
    do one();
    while (cursor.accept(' '));
  }
  if (flags.length > 100) throw new LimitProblem('At most 100 flags in one command');
  return flags;
}
