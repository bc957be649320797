/**
 * A line-oriented connection that is pulled, not pushed: the protocol asks for a line or a number of octets, with a limit and a
 * deadline, and nothing arrives that nobody asked for. Input waiting unread is bounded, as the socket is paused. Output is collected and
 * written in batches at the end of the tick; `flush` waits until the peer has taken it.
 */
import type { Socket } from 'node:net';
import { connect, TLSSocket, type ConnectionOptions, type SecureContext } from 'node:tls';
import { createHash, type X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { Compression } from './compression.ts';
import { InputBuffer } from './input-buffer.ts';
import { isLoopback } from './is-loopback.ts';
import { limits } from './limits.ts';

export class LineTooLong extends Error {}
export class TimedOut extends Error {}
export class ConnectionClosed extends Error {}

export class Connection {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly isLoopback: boolean;
  /** Whether the last line did; else it ended in LF alone. */
  lineEndedInCrlf = true;

  #socket: Socket;
  readonly #input = new InputBuffer();
  #output: Buffer[] = [];
  #outputBytes = 0;
  #flushScheduled = false;
  #ended = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;
  #compression: Compression | null = null;
  readonly #closeListeners: (() => void)[] = [];

  constructor(socket: Socket, { implicitTls }: { implicitTls?: SecureContext } = {}) {
    this.remoteAddress = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.remotePort = socket.remotePort ?? 0;
    this.isLoopback = isLoopback(this.remoteAddress);
    socket.setNoDelay(true);
    this.#socket = socket;
    if (implicitTls) this.#socket = this.#secured(socket, implicitTls);
    this.#listen();
  }

  get secure(): boolean {
    return this.#socket instanceof TLSSocket;
  }

  /** `TLSv1.3` and the like, for Received lines; null in clear text. */
  get tlsVersion(): string | null {
    return this.#socket instanceof TLSSocket ? this.#socket.getProtocol() : null;
  }

  /** What SASL can bind a log-in to, by name; empty in clear text. RFC 9266 for TLS 1.3, RFC 5929 §4 (the certificate) for all. */
  get channelBindings(): Map<string, Uint8Array> {
    const socket = this.#socket;
    const found = new Map<string, Uint8Array>();
    if (!(socket instanceof TLSSocket)) return found;
    if (socket.getProtocol() === 'TLSv1.3')
      found.set('tls-exporter', socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)));
    const certificate = socket.getX509Certificate();
    if (certificate) found.set('tls-server-end-point', endPoint(certificate));
    return found;
  }

  /** DEFLATE is on (RFC 4978). */
  get compressed(): boolean {
    return this.#compression !== null;
  }

  mayCompress(): boolean {
    return Compression.isFree();
  }

  get closed(): boolean {
    return this.#ended;
  }

  get hasBufferedInput(): boolean {
    return this.#input.length > 0;
  }

  /** The next line without its CRLF or LF; null when the peer has closed. A longer one is consumed to its end, then LineTooLong. */
  async readLine(maxBytes: number, timeoutMs: number): Promise<Buffer | null> {
    const deadline = performance.now() + timeoutMs;
    let tooLong = false;
    for (;;) {
      const line = this.#input.takeLine();
      if (line) {
        if (tooLong || line.length > maxBytes) throw new LineTooLong(`a line is longer than ${maxBytes} octets`);
        this.lineEndedInCrlf = line[line.length - 2] === 13;
        return line.subarray(0, line.length - (this.lineEndedInCrlf ? 2 : 1));
      }
      if (this.#input.length > maxBytes) {
        tooLong = true;
        this.#input.clear();
      }
      if (!(await this.#moreInput(deadline))) return null;
    }
  }

  /** Exactly `count` octets. Throws ConnectionClosed when the peer closes before. */
  async readExactly(count: number, timeoutMs: number): Promise<Buffer> {
    while (this.#input.length < count) {
      if (!(await this.#moreInput(performance.now() + timeoutMs, count))) throw new ConnectionClosed('closed in the middle of data');
    }
    return this.#input.take(count);
  }

  /** Whatever is there, at least one octet; null when the peer has closed. */
  async readSome(timeoutMs: number): Promise<Buffer | null> {
    while (this.#input.length === 0) if (!(await this.#moreInput(performance.now() + timeoutMs))) return null;
    return this.#input.take(this.#input.length);
  }

  /** Gives octets back: they are read next. */
  unread(bytes: Buffer): void {
    this.#input.putBack(bytes);
  }

  /** Resolves when input is waiting or the peer has closed; for IDLE, beside other events. Null signal: waits until then. */
  async inputOrSignal(signal: AbortSignal, timeoutMs: number): Promise<'input' | 'signal' | 'closed'> {
    if (this.#input.length > 0) return 'input';
    if (signal.aborted) return 'signal';
    const onAbort = () => this.#wake?.();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const more = await this.#moreInput(performance.now() + timeoutMs, 0, signal);
      if (this.#input.length > 0) return 'input';
      return signal.aborted ? 'signal' : more ? 'input' : 'closed';
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Collected; sent at the end of this tick (unless it `waits`: then with what follows), or at once when 64 KiB have come together. */
  write(data: string | Uint8Array, { waits = false } = {}): void {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (bytes.length === 0) return;
    this.#output.push(bytes);
    this.#outputBytes += bytes.length;
    if (this.#outputBytes >= 65_536) this.#send();
    else if (!waits && !this.#flushScheduled) {
      this.#flushScheduled = true;
      setImmediate(() => this.#send());
    }
  }

  /** Sends what is collected and waits until the peer has taken it, so that a slow reader slows us instead of filling memory. */
  async flush(): Promise<void> {
    this.#send();
    await this.#compression?.sent();
    const socket = this.#socket;
    if (this.#ended || !socket.writableNeedDrain) return;
    await comesTo(socket, 'drain', limits.writeStallMs);
  }

  /** Waits only while the peer is behind; what is little and not sent yet is left to go with what follows. */
  async keepUp(): Promise<void> {
    if (this.#compression || this.#socket.writableNeedDrain) await this.flush();
  }

  /**
   * STARTTLS, server side. What came in clear text after the command is thrown away: it may have been injected (CVE-2011-0411). A peer with
   * whom no TLS comes about is lost (ConnectionClosed, TimedOut): what he would hear in clear text is not for him.
   */
  async startTls(context: SecureContext): Promise<void> {
    await this.flush();
    this.#input.clear();
    this.#unlisten();
    this.#socket = this.#secured(this.#socket, context);
    this.#listen();
    await comesTo(this.#socket, 'secure', limits.beforeLoginMs);
  }

  /** From here on both directions are deflated (RFC 4978); what is collected goes out before, as it is. */
  async compress(): Promise<void> {
    await this.flush();
    const compression = new Compression({
      write: (octets) => {
        if (!this.#ended && this.#socket.writable) this.#socket.write(octets);
      },
      received: (octets) => {
        this.#take(octets);
      },
      failed: (error) => {
        this.#onError(error);
      },
    });
    this.#compression = compression;
    this.onClose(() => {
      compression.close();
    });
    // What came behind the command is compressed already.
    if (this.#input.length > 0) compression.receive(this.#input.take(this.#input.length), () => {});
  }

  /**
   * STARTTLS, client side; resolves when TLS stands. Throws when the server has spoken on in clear text (CVE-2021-38371), and what TLS
   * finds wrong; the connection is of no more use then.
   */
  async startTlsAsClient(options: ConnectionOptions, timeoutMs: number): Promise<TLSSocket> {
    if (this.#input.length > 0) throw new ConnectionClosed('the server said more after its answer to STARTTLS');
    this.#unlisten();
    const secure = connect({ ...options, socket: this.#socket });
    this.#socket = secure;
    try {
      await once(secure, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      secure.on('error', () => {}).destroy();
      this.#onClose();
      throw error;
    }
    this.#listen();
    return secure;
  }

  /** Sends what is collected, then closes. */
  close(): void {
    this.#send();
    if (this.#compression) void this.#compression.sent().then(() => this.#finish());
    else this.#finish();
  }

  #finish(): void {
    if (!this.#socket.destroyed) this.#socket.end(() => this.#socket.destroySoon());
    setTimeout(() => this.#socket.destroy(), 5000).unref();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** In the middle of data nothing can be said: nobody shall take a part for the whole. */
  breakOff(why: string): never {
    this.destroy();
    throw new ConnectionClosed(why);
  }

  onClose(listener: () => void): void {
    if (this.#ended) listener();
    else this.#closeListeners.push(listener);
  }

  #secured(socket: Socket, secureContext: SecureContext): TLSSocket {
    return new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: [] });
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('data', this.#onData);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
    socket.on('end', this.#onEnd);
  }

  #unlisten(): void {
    const socket = this.#socket;
    socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose);
    socket.pause();
  }

  #onData = (chunk: Buffer): void => {
    if (!this.#compression) this.#take(chunk);
    else if (!this.#compression.receive(chunk, () => this.#socket.resume())) this.#socket.pause();
  };

  #take(chunk: Buffer): void {
    this.#input.add(chunk);
    if (this.#input.length > Math.max(limits.inputBacklog, this.#wanted)) {
      this.#socket.pause();
      this.#compression?.pause();
    }
    this.#wake?.();
  }

  #onError = (error: Error): void => {
    this.#failure = error;
    this.#socket.destroy();
    this.#onClose(); // 'close' follows, but a TLS socket that never connected may not say so
  };

  #onEnd = (): void => {
    const ended = () => {
      this.#halfClosed = true;
      this.#wake?.();
    };
    if (this.#compression) this.#compression.end(ended);
    else ended();
  };

  #onClose = (): void => {
    if (this.#ended) return;
    this.#ended = true;
    this.#output = [];
    this.#wake?.();
    for (const listener of this.#closeListeners) listener();
  };

  #halfClosed = false;
  #wanted = 0;

  // True when there may be more input than before; false at the end of the stream or (with a signal) when that fired.
  async #moreInput(deadline: number, wanted = 0, signal?: AbortSignal): Promise<boolean> {
    if (this.#halfClosed || this.#ended) return false;
    this.#send(); // the peer may be waiting for it, with half a line said
    const before = this.#input.length;
    this.#wanted = wanted;
    this.#socket.resume();
    this.#compression?.resume();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
    if (this.#input.length > before) return true;
    if (this.#halfClosed || this.#ended || signal?.aborted) return false;
    throw new TimedOut('nothing came in time');
  }

  #send(): void {
    this.#flushScheduled = false;
    if (this.#output.length === 0) return;
    const pieces = joined(this.#output);
    this.#output = [];
    this.#outputBytes = 0;
    if (this.#ended || !this.#socket.writable) return;
    if (this.#compression) this.#compression.send(Buffer.concat(pieces));
    else if (pieces.length === 1 && pieces[0]) this.#socket.write(pieces[0]);
    else {
      this.#socket.cork(); // they leave in one call to the system
      for (const piece of pieces) this.#socket.write(piece);
      this.#socket.uncork();
    }
  }

  /** Why the connection broke, for the log. */
  get failure(): Error | undefined {
    return this.#failure;
  }
}

/** Waits for what must come; a peer who goes before, or lets us wait, is given up. Nothing of the waiting stays on the socket. */
async function comesTo(socket: Socket, event: 'drain' | 'secure', patienceMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const gone = () => reject(new ConnectionClosed(`closed before ${event}`));
  const late = setTimeout(() => reject(new TimedOut(`no ${event} in time`)), patienceMs);
  // Who says no more may read on; but a handshake takes two.
  const ends = event === 'drain' ? ['close', 'error'] : ['close', 'error', 'end'];
  socket.once(event, resolve);
  for (const end of ends) socket.on(end, gone);
  try {
    await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
    socket.off(event, resolve);
    for (const end of ends) socket.off(end, gone);
  }
}

const largeFrom = 4096;

/** Small ones become one, large ones stay what they are: bodies of messages are not copied once more. */
function joined(output: readonly Buffer[]): Buffer[] {
  const pieces: Buffer[] = [];
  let small: Buffer[] = [];
  const join = () => {
    if (small.length > 0) pieces.push(small.length === 1 && small[0] ? small[0] : Buffer.concat(small));
    small = [];
  };
  for (const octets of output) {
    if (octets.length < largeFrom) small.push(octets);
    else {
      join();
      pieces.push(octets);
    }
  }
  join();
  return pieces;
}

// RFC 5929 §4.1: the hash of the certificate's signature, SHA-256 in place of MD5 and SHA-1.
function endPoint({ raw, signatureAlgorithm }: X509Certificate): Uint8Array {
  const strong = /sha-?(384|512)/i.exec(signatureAlgorithm ?? '')?.[1];
  return createHash(strong ? `sha${strong}` : 'sha256')
    .update(raw)
    .digest();
}
