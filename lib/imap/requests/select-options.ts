/** Parameters of SELECT and EXAMINE (RFC 7162 §3.1.8, §3.2.5). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { parseRanges, type Range } from '../wire/sequence-set.ts';

export interface Resync {
  uidvalidity: number;
  modseq: number;
  /** Null: every UID that there ever was. */
  known: readonly Range[] | null;
  /** The client sent message match data, which has message numbers in it. */
  withNumbers: boolean;
}
export interface SelectOptions {
  condstore: boolean;
  qresync: Resync | null;
}

/** Nothing, or ` (CONDSTORE)`, ` (QRESYNC (…))`. */
export function parseSelectOptions(cursor: Cursor): SelectOptions {
  const options: SelectOptions = { condstore: false, qresync: null };
  if (!cursor.accept(' ')) return options;
  cursor.list(() => {
    const word = cursor.word();
    if (word === 'CONDSTORE') options.condstore = true;
    else if (word === 'QRESYNC') {
      cursor.space();
      options.qresync = parseResync(cursor);
    } else throw new SyntaxProblem(`${word} is not a parameter of SELECT`);
  });
  return options;
}

function parseResync(cursor: Cursor): Resync {
  cursor.expect('(');
  const uidvalidity = cursor.positive();
  cursor.space();
  const modseq = cursor.modseq();
  let known: readonly Range[] | null = null;
  let withNumbers = false;
  if (cursor.accept(' ')) {
    if (!cursor.is('(')) {
      known = parseRanges(cursor);
      if (cursor.accept(' ')) withNumbers = parseMatch(cursor);
    } else withNumbers = parseMatch(cursor);
  }
  cursor.expect(')');
  return { uidvalidity, modseq, known, withNumbers };
}

// RFC 7162 §3.2.5.2: message match data helps servers that forget what vanished. Ours tells exactly, so it is read and not needed.
function parseMatch(cursor: Cursor): true {
  cursor.expect('(');
  parseRanges(cursor);
  cursor.space();
  parseRanges(cursor);
  cursor.expect(')');
  return true;
}
