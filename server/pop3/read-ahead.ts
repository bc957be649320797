/**
 * Programs that collect a mailbox ask for its letters one after the other: whoever asks for the one behind the last has the next ones read
 * with it, in one query instead of as many.
 */
import { readMessage, readMessages } from '#server/store/index.ts';
import type { Letter } from './maildrop.ts';

/** Bounds what a session holds of letters that nobody has asked for yet. */
const most = { letters: 32, octets: 512 * 1024 };

export class ReadAhead {
  #last = 0;
  #held = new Map<number, Buffer>();

  /** A whole letter. */
  async read(letter: Letter, letters: readonly Letter[]): Promise<Buffer> {
    const goesOn = letter.number === this.#last + 1;
    this.#last = letter.number;
    const held = this.#held.get(letter.number);
    this.#held.delete(letter.number);
    if (held) return held;
    this.#held.clear();
    const wanted = goesOn ? windowFrom(letter, letters) : [letter];
    // One of them may have been purged since log-in: that is said when it is asked for.
    const read = await readMessages(wanted.map(whole)).catch(() => null);
    const [first, ...others] = read ?? [await readMessage(letter)];
    others.forEach((octets, n) => this.#held.set(wanted[n + 1]?.number ?? 0, octets));
    return first ?? Buffer.alloc(0);
  }
}

const whole = ({ blob, prefix, size }: Letter) => ({ blob, prefix, from: 0, to: size });

function windowFrom(letter: Letter, letters: readonly Letter[]): Letter[] {
  const found = [letter];
  let octets = letter.size;
  for (let n = letter.number; found.length < most.letters; n++) {
    const next = letters[n];
    octets += next?.size ?? 0;
    if (!next || octets > most.octets) break;
    found.push(next);
  }
  return found;
}
