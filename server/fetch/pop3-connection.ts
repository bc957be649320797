/** A POP3 client (RFC 1939, STLS of RFC 2595): one command after the other, answers as lines or as octets. */
import net from 'node:net';
import tls from 'node:tls';
import { trustedAuthorities } from '#server/tls/trusted-authorities.ts';
import { FetchFailed } from './fetch-failed.ts';

const patience = 60_000;
const longestLine = 8 * 1024;

export class Pop3Connection {
  #socket: net.Socket;
  #host: string;
  #buffer: Buffer = Buffer.alloc(0);
  #wake: (() => void) | undefined;
  #ended: Error | undefined;

  private constructor(socket: net.Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    this.#listen();
  }

  /** `address` is the host's, checked; the certificate must be the host's. */
  static async open(options: {
    address: string;
    host: string;
    port: number;
    secure: boolean;
    signal: AbortSignal;
  }): Promise<Pop3Connection> {
    const { address, host, port, secure, signal } = options;
    const socket = secure ? tls.connect({ host: address, port, ...tlsOptions(host) }) : net.connect({ host: address, port });
    signal.addEventListener('abort', () => socket.destroy(new Error('It took too long.')), { once: true });
    await connected(socket, secure ? 'secureConnect' : 'connect');
    const connection = new Pop3Connection(socket, host);
    await connection.#answer();
    return connection;
  }

  /** RFC 2595 §4. Nothing that came before the handshake counts. */
  async startTls(): Promise<void> {
    await this.command('STLS', 'security');
    this.#socket.removeAllListeners();
    if (this.#buffer.length > 0) throw new FetchFailed('security', 'The server sent more than its answer before TLS.');
    this.#socket = tls.connect({ socket: this.#socket, ...tlsOptions(this.#host) });
    await connected(this.#socket, 'secureConnect');
    this.#listen();
  }

  /** The words behind +OK. */
  async command(line: string, code: FetchFailed['code'] = 'protocol'): Promise<string> {
    this.#socket.write(`${line}\r\n`);
    return this.#answer(code);
  }

  async lines(line: string): Promise<string[]> {
    return (await this.octets(line, 16 * 1024 * 1024)).toString('latin1').split('\r\n').filter(Boolean);
  }

  /** RFC 1939 §3: up to the line of one dot; a dot in front is taken off. */
  async octets(line: string, most: number): Promise<Buffer> {
    await this.command(line);
    const parts: Buffer[] = [];
    let size = 0;
    for (;;) {
      const part = await this.#line(most);
      if (part.length === 3 && part[0] === 46) return Buffer.concat(parts); // ".\r\n"
      const kept = part[0] === 46 ? part.subarray(1) : part;
      size += kept.length;
      if (size > most) throw new FetchFailed('protocol', `An answer is longer than ${most} octets.`);
      parts.push(kept);
    }
  }

  async quit(): Promise<void> {
    await this.command('QUIT').catch(() => undefined); // what was marked is deleted by QUIT; without its answer it may be fetched again, not lost
    this.#socket.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  async #answer(code: FetchFailed['code'] = 'protocol'): Promise<string> {
    const line = (await this.#line(longestLine)).toString('latin1').trimEnd();
    if (line.startsWith('+OK')) return line.slice(4);
    throw new FetchFailed(code, line.replace(/^-ERR\s*/, '') || 'The server refused.');
  }

  /** With its line end. */
  async #line(most: number): Promise<Buffer> {
    for (let from = 0; ;) {
      const at = this.#buffer.indexOf(10, from);
      if (at >= 0) {
        const line = this.#buffer.subarray(0, at + 1);
        this.#buffer = this.#buffer.subarray(at + 1);
        return line;
      }
      if (this.#buffer.length > most) throw new FetchFailed('protocol', 'A line of the server is too long.');
      if (this.#ended) throw new FetchFailed('connect', this.#ended.message);
      from = this.#buffer.length;
      await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  #listen(): void {
    const end = (error: Error) => {
      this.#ended ??= error;
      this.#wake?.();
    };
    this.#socket.setTimeout(patience, () => this.#socket.destroy(new Error('The server says nothing.')));
    this.#socket.on('data', (chunk: Buffer) => {
      this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
      this.#wake?.();
    });
    this.#socket.on('error', end);
    this.#socket.on('close', () => end(new Error('The server closed the connection.')));
  }
}

const tlsOptions = (host: string): tls.ConnectionOptions => ({
  ...{ ca: trustedAuthorities(), minVersion: 'TLSv1.2' as const },
  ...(net.isIP(host) ? {} : { servername: host }),
  checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate),
});

function connected(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error('The server does not answer.')), 20_000);
    socket.once(event, () => {
      clearTimeout(late);
      socket.removeListener('error', failed);
      resolve();
    });
    const failed = (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      const isTls = event === 'secureConnect' && !/^E(CONN|HOST|NET|ADDR|TIME|PIPE)/.test(error.code ?? '');
      reject(new FetchFailed(isTls ? 'security' : 'connect', error.message));
    };
    socket.once('error', failed);
  });
}
