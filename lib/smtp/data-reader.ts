/**
 * Takes the octets after DATA (RFC 5321 §4.1.1.4, §4.5.2). The end is CRLF.CRLF and nothing else: where other servers see a line end in
 * a bare LF or CR, an attacker could hide a second message (SMTP smuggling). Dots are unstuffed only at the start of true lines. Linear in
 * the input, however it is cut into pieces.
 */
import { concat } from './octets.ts';

/** Pieces smaller than this are put together, so that a message of nothing but dots is not as many pieces as it has lines. */
const smallBelow = 512;
const blockSize = 4096;

type State = 'start' | 'dot' | 'dotCr' | 'text' | 'cr';

export class DataReader {
  bareCr = false;
  bareLf = false;
  nul = false;
  tooBig = false;
  /** Octets of the message, counted on when they are no longer kept. */
  size = 0;

  readonly #maxBytes: number;
  #state: State = 'start';
  #pieces: Uint8Array[] = [];
  /** Small pieces since the last large one, and how much there is of them. */
  #block = new Uint8Array(0);
  #used = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Null while the end has not come; then what followed it. */
  feed(chunk: Uint8Array): Uint8Array | null {
    let kept = 0; // chunk[kept..at) is text not yet taken
    let nextCr = -2;
    let nextLf = -2;
    for (let at = 0; at < chunk.length;) {
      const octet = chunk[at];
      switch (this.#state) {
        case 'start':
          this.#state = 'text';
          if (octet === 46) {
            this.#take(chunk.subarray(kept, at));
            this.#state = 'dot';
            kept = ++at;
          }
          break;
        case 'dot': // that dot is dropped, nothing after it was looked at
          this.#state = octet === 13 ? 'dotCr' : 'text';
          if (octet === 13) kept = ++at;
          break;
        case 'dotCr':
          if (octet === 10) return chunk.subarray(at + 1);
          this.#take(Uint8Array.of(13)); // the CR was text
          this.#state = 'text';
          this.bareCr = true;
          break;
        case 'cr':
          this.#state = octet === 10 ? 'start' : 'text';
          if (octet === 10) at++;
          else this.bareCr = true;
          break;
        case 'text':
          if (nextCr < at && nextCr !== -1) nextCr = chunk.indexOf(13, at);
          if (nextLf < at && nextLf !== -1) nextLf = chunk.indexOf(10, at);
          if (nextLf !== -1 && (nextCr === -1 || nextLf < nextCr)) {
            this.bareLf = true;
            at = nextLf + 1;
          } else if (nextCr !== -1) {
            this.#state = 'cr';
            at = nextCr + 1;
          } else at = chunk.length;
      }
    }
    this.#take(chunk.subarray(kept));
    return null;
  }

  /** The message, once the end has come. */
  message(): Uint8Array {
    this.#seal();
    return concat(...this.#pieces.splice(0));
  }

  #take(piece: Uint8Array): void {
    this.size += piece.length;
    if (!this.nul && piece.includes(0)) this.nul = true;
    if (this.size > this.#maxBytes) {
      this.tooBig = true;
      this.#pieces = [];
      this.#used = 0;
    } else if (piece.length > 0) this.#keep(piece);
  }

  #keep(piece: Uint8Array): void {
    if (piece.length >= smallBelow) {
      this.#seal();
      this.#pieces.push(piece);
      return;
    }
    if (this.#used + piece.length > this.#block.length) {
      this.#seal();
      this.#block = new Uint8Array(blockSize);
    }
    this.#block.set(piece, this.#used);
    this.#used += piece.length;
  }

  #seal(): void {
    if (this.#used === 0) return;
    this.#pieces.push(this.#block.subarray(0, this.#used));
    this.#block = this.#block.subarray(this.#used);
    this.#used = 0;
  }
}

/** For users, whose programs may know no better: every bare CR and LF becomes CRLF (RFC 6409 §8: submission may repair). */
export function normaliseLineEnds(message: Uint8Array): Uint8Array {
  if (!hasBare(message)) return message;
  let bare = 0;
  for (let at = 0; at < message.length; at++) if (isBare(message, at)) bare++;
  const fixed = new Uint8Array(message.length + bare);
  let to = 0;
  for (let at = 0; at < message.length; at++) {
    if (isBare(message, at)) {
      fixed[to++] = 13;
      fixed[to++] = 10;
    } else fixed[to++] = message[at] ?? 0;
  }
  return fixed;
}

/** From line end to line end, as nearly every message has none. */
function hasBare(message: Uint8Array): boolean {
  for (let at = message.indexOf(10); at >= 0; at = message.indexOf(10, at + 1)) if (message[at - 1] !== 13) return true;
  for (let at = message.indexOf(13); at >= 0; at = message.indexOf(13, at + 1)) if (message[at + 1] !== 10) return true;
  return false;
}

function isBare(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === 10) return bytes[at - 1] !== 13;
  return bytes[at] === 13 && bytes[at + 1] !== 10;
}
