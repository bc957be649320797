/** Octets received and not yet read: a queue of chunks, copied only where a line or a literal crosses their borders. */
export class InputBuffer {
  #chunks: Buffer[] = [];
  /** How far we have looked for a line end already, so that a line arriving octet by octet costs linear time. */
  #scanned = 0;
  length = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  putBack(chunk: Buffer): void {
    this.#chunks.unshift(chunk);
    this.length += chunk.length;
    this.#scanned = 0;
  }

  clear(): void {
    this.#chunks = [];
    this.length = 0;
    this.#scanned = 0;
  }

  /** The octets up to and including the next LF, or undefined. */
  takeLine(): Buffer | undefined {
    let passed = 0;
    for (const chunk of this.#chunks) {
      if (passed + chunk.length > this.#scanned) {
        const at = chunk.indexOf(10, Math.max(0, this.#scanned - passed));
        if (at >= 0) return this.take(passed + at + 1);
      }
      passed += chunk.length;
    }
    this.#scanned = this.length;
    if (this.#chunks.length > 64) this.#chunks = [Buffer.concat(this.#chunks, this.length)];
    return undefined;
  }

  take(count: number): Buffer {
    this.#scanned = 0;
    const first = this.#chunks[0];
    if (first && first.length >= count) {
      if (first.length === count) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(count);
      this.length -= count;
      return first.subarray(0, count);
    }
    const all = Buffer.concat(this.#chunks, this.length);
    this.#chunks = count < all.length ? [all.subarray(count)] : [];
    this.length = all.length - count;
    return all.subarray(0, count);
  }
}
