/** One client of a transcript: a socket, and the server's lines in order. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { constants, createDeflateRaw, createInflateRaw, type DeflateRaw } from 'node:zlib';

const patienceMs = 10_000;
const lineEnd = Buffer.from('\r\n');

export class TranscriptSession {
  #socket: net.Socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #wake = () => {};
  #deflate: DeflateRaw | undefined;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    this.#listen();
  }

  static async connect(port: number): Promise<TranscriptSession> {
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new TranscriptSession(socket);
  }

  send(bytes: Buffer): void {
    if (!this.#deflate) return void this.#socket.write(bytes);
    this.#deflate.write(bytes);
    this.#deflate.flush(constants.Z_PARTIAL_FLUSH);
  }

  async readLine(): Promise<string> {
    const line = await this.readUntil(lineEnd);
    return line.subarray(0, -2).toString('utf8');
  }

  /** Octets as they come, up to and including `end`. */
  async readUntil(end: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.#received.indexOf(end);
      if (at >= 0) {
        const octets = this.#received.subarray(0, at + end.length);
        this.#received = this.#received.subarray(at + end.length);
        return octets;
      }
      if (this.#ended) throw new Error(`the server closed; left unread: ${JSON.stringify(this.#received.toString('latin1'))}`);
      await this.#more();
    }
  }

  async startTls(): Promise<void> {
    this.#socket.removeAllListeners('data');
    const secure = tls.connect({ socket: this.#socket, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    this.#socket = secure;
    this.#listen();
  }

  /** RFC 9266: what a log-in can be bound to. */
  get tlsExporter(): Uint8Array {
    if (!(this.#socket instanceof tls.TLSSocket)) throw new Error('there is no TLS');
    return this.#socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  }

  startDeflate(): void {
    const socket = this.#socket;
    socket.removeAllListeners('data');
    const inflate = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH });
    if (this.#received.length > 0) inflate.write(this.#received);
    this.#received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => inflate.write(chunk));
    socket.removeAllListeners('end').removeAllListeners('close'); // it has ended when all is inflated
    socket.on('close', () => inflate.end());
    this.#hear(inflate);
    inflate.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
    this.#deflate = createDeflateRaw();
    this.#deflate.on('data', (chunk: Buffer) => socket.write(chunk));
  }

  async expectClosed(): Promise<void> {
    while (!this.#ended) await this.#more();
    if (this.#received.length > 0) throw new Error(`before closing the server said: ${this.#received.toString('latin1')}`);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    this.#hear(this.#socket);
    this.#socket.on('end', end).on('close', end).on('error', end);
  }

  #hear(source: NodeJS.ReadableStream): void {
    source.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`nothing came in ${patienceMs} ms; so far: ${JSON.stringify(this.#received.toString('latin1'))}`));
      }, patienceMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
