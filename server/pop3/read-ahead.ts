/**
 * Programs that collect a mailbox ask for its letters one after the other: whoever asks for the one behind the last has the next ones read
 * with it, in one query instead of as many, and those behind them while he takes these.
 */
import { readMessage, readMessages } from '#server/store/index.ts';
import type { Letter } from './maildrop.ts';

/** Bounds what is read at once; a session holds two of it at most. */
const most = { letters: 64, octets: 1024 * 1024 };

interface Coming {
  /** Of all letters that were read with it; null when one of them is gone: then each is read by itself, and it is said of that one. */
  read: Promise<Buffer[] | null>;
  index: number;
}

export class ReadAhead {
  #last = 0;
  readonly #coming = new Map<number, Coming>();
  /** The letters of the window that was begun last. */
  #window: readonly Letter[] = [];

  /** A whole letter. */
  async read(letter: Letter, letters: readonly Letter[]): Promise<Buffer> {
    const { number } = letter;
    const goesOn = number === this.#last + 1;
    this.#last = number;
    if (!this.#coming.has(number)) {
      this.#coming.clear();
      if (!goesOn) return readMessage(letter);
      this.#readFrom(number, letters);
    }
    const coming = this.#coming.get(number);
    for (const before of this.#coming.keys()) if (before <= number) this.#coming.delete(before);
    if (goesOn && number >= (this.#window[0]?.number ?? 0)) this.#readFrom((this.#window.at(-1)?.number ?? number) + 1, letters);
    const read = await coming?.read;
    return read?.[coming?.index ?? 0] ?? readMessage(letter);
  }

  #readFrom(number: number, letters: readonly Letter[]): void {
    const window = windowFrom(number, letters);
    if (window.length === 0) return;
    this.#window = window;
    const read = readMessages(window.map(whole)).catch(() => null);
    for (const [index, one] of window.entries()) this.#coming.set(one.number, { read, index });
  }
}

const whole = ({ blob, prefix, size }: Letter) => ({ blob, prefix, from: 0, to: size });

function windowFrom(number: number, letters: readonly Letter[]): Letter[] {
  const found: Letter[] = [];
  let octets = 0;
  for (let n = number - 1; found.length < most.letters; n++) {
    const next = letters[n];
    octets += next?.size ?? 0;
    if (!next || (octets > most.octets && found.length > 0)) break;
    found.push(next);
  }
  return found;
}
