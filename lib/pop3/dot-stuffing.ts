/**
 * Multi-line answers (RFC 1939 §3): a line that begins with a dot gets another one, and a dot alone ends it all. A bare LF counts as a
 * line end too, as some clients take it for one: no message can end its own transfer.
 */
const dot = 46;
const crlf = [13, 10] as const;

export class DotStuffing {
  #last = 10;
  #beforeLast = 13;

  /** The next octets of the message, stuffed. */
  add(bytes: Uint8Array): Uint8Array {
    const places: number[] = [];
    if (this.#last === 10 && bytes[0] === dot) places.push(0);
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) if (bytes[at + 1] === dot) places.push(at + 1);
    if (bytes.length > 1) this.#beforeLast = bytes[bytes.length - 2] ?? 0;
    else if (bytes.length === 1) this.#beforeLast = this.#last;
    this.#last = bytes[bytes.length - 1] ?? this.#last;
    return places.length === 0 ? bytes : withDots(bytes, places);
  }

  /** The end of the answer; a message that does not end its last line has it ended here. */
  end(): Uint8Array {
    const ended = this.#beforeLast === crlf[0] && this.#last === crlf[1];
    return Uint8Array.from(ended ? [dot, ...crlf] : [...crlf, dot, ...crlf]);
  }
}

function withDots(bytes: Uint8Array, places: readonly number[]): Uint8Array {
  const out = new Uint8Array(bytes.length + places.length);
  let from = 0;
  let length = 0;
  for (const place of [...places, bytes.length]) {
    out.set(bytes.subarray(from, place), length);
    length += place - from;
    if (place < bytes.length) out[length++] = dot;
    from = place;
  }
  return out;
}
