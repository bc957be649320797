/**
 * DEFLATE in both directions of a connection (RFC 4978). Every batch is flushed, so that nothing waits in a dictionary; what comes in is
 * inflated no faster than it is read, so that a bomb of zeros costs its sender more than us. Both engines exist only once they are used.
 */
import { constants, createDeflateRaw, createInflateRaw, type DeflateRaw, type InflateRaw } from 'node:zlib';
import { limits } from './limits.ts';

let active = 0;

export class Compression {
  readonly #write: (octets: Buffer) => void;
  readonly #received: (octets: Buffer) => void;
  readonly #failed: (error: Error) => void;
  #deflate: DeflateRaw | undefined;
  #inflate: InflateRaw | undefined;
  #closed = false;
  /** Resolves when all that was sent so far has left the engine. */
  #sent: Promise<void> = Promise.resolve();

  /** False: there are too many in this process (limits.compressedConnections). */
  static isFree(): boolean {
    return active < limits.compressedConnections;
  }

  constructor(to: { write: (octets: Buffer) => void; received: (octets: Buffer) => void; failed: (error: Error) => void }) {
    this.#write = to.write;
    this.#received = to.received;
    this.#failed = to.failed;
    active++;
  }

  send(octets: Buffer): void {
    if (this.#closed) return;
    // Small windows: 64 KB for each connection, and mail repeats itself within a few of them.
    const deflate = (this.#deflate ??= this.#wired(createDeflateRaw({ windowBits: 13, memLevel: 6 }), this.#write));
    this.#sent = new Promise((resolve) => {
      deflate.write(octets);
      // RFC 4978 §3: flushed after every response.
      deflate.flush(constants.Z_SYNC_FLUSH, () => {
        const left = () => (deflate.readableLength === 0 || this.#closed ? resolve() : setImmediate(left));
        left();
      });
    });
  }

  sent(): Promise<void> {
    return this.#sent;
  }

  /** False: the engine has enough for now, and calls `resumed` when it wants more. */
  receive(octets: Buffer, resumed: () => void): boolean {
    if (this.#closed) return true;
    const { Z_SYNC_FLUSH } = constants;
    this.#inflate ??= this.#wired(createInflateRaw({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }), this.#received);
    const more = this.#inflate.write(octets);
    if (!more) this.#inflate.once('drain', resumed);
    return more;
  }

  /** Nothing more comes from the peer; `ended` is called behind the last octets. */
  end(ended: () => void): void {
    if (!this.#inflate) return ended();
    this.#inflate.once('end', ended);
    this.#inflate.end();
  }

  pause(): void {
    this.#inflate?.pause();
  }

  resume(): void {
    this.#inflate?.resume();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    active--;
    this.#deflate?.destroy();
    this.#inflate?.destroy();
  }

  #wired<T extends DeflateRaw | InflateRaw>(engine: T, out: (octets: Buffer) => void): T {
    engine.on('data', out);
    engine.on('error', this.#failed);
    return engine;
  }
}
