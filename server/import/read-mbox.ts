/**
 * Messages of an mbox (RFC 4155 and its older kin), read as a stream: a message begins at a line `From …` at the start or behind an
 * empty line. That line, and the empty line before the next, belong to the file. The flags of `Status` and `X-Status` are kept.
 */
import { Flag } from '#lib/message/keywords.ts';
import { plain, tooBig, type Found, type ReadOptions } from './found.ts';

type Chunks = AsyncIterable<Buffer>;

export async function* readMbox(chunks: Chunks, source: string, options: ReadOptions): AsyncGenerator<Found> {
  let message = new Gathered();
  let size = 0;
  let number = 0;
  let afterEmpty = true;
  const finish = (): Found => {
    const name = `${source} (message ${number})`;
    if (size > options.maxBytes) return tooBig(name, options);
    const octets = message.withoutEmptyEnd();
    return { ...plain(name, octets), flags: statusFlags(octets) };
  };
  for await (const line of linesOf(chunks, options.maxBytes)) {
    if (afterEmpty && isFromLine(line)) {
      if (number > 0) yield finish();
      number++;
      message = new Gathered();
      size = 0;
    } else {
      if (number === 0) number = 1; // it begins without a `From ` line: the first message all the same
      size += line.length;
      if (size <= options.maxBytes) message.add(options.unquoteFrom ? unquoted(line) : line);
    }
    afterEmpty = isEmptyLine(line);
  }
  if (number > 0) yield finish();
}

/** Lines, in one piece of memory: of a message there may be as many as octets. */
class Gathered {
  #octets = Buffer.allocUnsafe(16 * 1024);
  #length = 0;
  /** Where the last line begins. */
  #last = 0;

  add(line: Buffer): void {
    if (this.#length + line.length > this.#octets.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#length + line.length));
      larger.set(this.#octets.subarray(0, this.#length));
      this.#octets = larger;
    }
    this.#last = this.#length;
    this.#octets.set(line, this.#length);
    this.#length += line.length;
  }

  withoutEmptyEnd(): Buffer {
    const isEnd = this.#last > 0 && isEmptyLine(this.#octets.subarray(this.#last, this.#length));
    return this.#octets.subarray(0, isEnd ? this.#last : this.#length);
  }
}

/** Pieces of at most `most` octets that end where lines end. */
async function* linesOf(chunks: Chunks, most: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restSize = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      const piece = chunk.subarray(from, at + 1);
      yield rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      rest = [];
      restSize = 0;
      from = at + 1;
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
      restSize += chunk.length - from;
    }
    if (restSize > most) {
      yield Buffer.concat(rest); // one line larger than any message: passed on, and refused by its size
      rest = [];
      restSize = 0;
    }
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

const isEmptyLine = (line: Buffer) => line.length <= 2 && (line[0] === 10 || (line[0] === 13 && line[1] === 10));
const isFromLine = (line: Buffer) => line.length > 5 && line.subarray(0, 5).toString('latin1') === 'From ';

function unquoted(line: Buffer): Buffer {
  return line[0] === 62 && /^>+From /.test(line.subarray(0, 80).toString('latin1')) ? line.subarray(1) : line;
}

/** As mail programs write them: R read, A answered, F flagged, D deleted (which is not taken over), T draft. */
function statusFlags(message: Buffer): number {
  let flags = 0;
  let from = 0;
  for (let number = 0; number < 500 && from < message.length; number++) {
    const end = message.indexOf(10, from);
    const line = message.subarray(from, end < 0 ? message.length : end + 1);
    from += line.length;
    if (isEmptyLine(line)) break;
    const letters = /^(?:X-)?Status:\s*([A-Z]*)/i.exec(line.subarray(0, 80).toString('latin1'))?.[1]?.toUpperCase() ?? '';
    if (letters.includes('R')) flags |= Flag.seen;
    if (letters.includes('A')) flags |= Flag.answered;
    if (letters.includes('F')) flags |= Flag.flagged;
    if (letters.includes('T')) flags |= Flag.draft;
  }
  return flags;
}
