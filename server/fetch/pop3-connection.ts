/** A POP3 client (RFC 1939, STLS of RFC 2595): one command after the other, answers as lines or as octets. */
import net from 'node:net';
import tls from 'node:tls';
import { DataReader } from '#lib/smtp/data-reader.ts';
import { Connection, LineTooLong } from '#server/net/connection.ts';
import { trustedAuthorities } from '#server/tls/trusted-authorities.ts';
import { FetchFailed } from './fetch-failed.ts';

const patienceMs = 60_000;
const connectMs = 20_000;
const longestLine = 8 * 1024;
const longestList = 16 * 1024 * 1024;

export class Pop3Connection {
  readonly #connection: Connection;
  readonly #host: string;

  private constructor(connection: Connection, host: string) {
    this.#connection = connection;
    this.#host = host;
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
    const end = () => socket.destroy(new Error('It took too long.'));
    signal.addEventListener('abort', end, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', end));
    if (signal.aborted) end();
    await connected(socket, secure ? 'secureConnect' : 'connect');
    const opened = new Pop3Connection(new Connection(socket), host);
    try {
      await opened.#answer();
      return opened;
    } catch (error) {
      opened.destroy();
      throw error;
    }
  }

  /** RFC 2595 §4. */
  async startTls(): Promise<void> {
    await this.command('STLS', 'security');
    await this.#connection.startTlsAsClient(tlsOptions(this.#host), connectMs).catch((error: Error) => {
      throw new FetchFailed('security', error.message);
    });
  }

  /** The words behind +OK. */
  async command(line: string, code: FetchFailed['code'] = 'protocol'): Promise<string> {
    this.#connection.write(`${line}\r\n`);
    return this.#answer(code);
  }

  async lines(line: string): Promise<string[]> {
    return (await this.octets(line, longestList)).toString('latin1').split('\r\n').filter(Boolean);
  }

  /** RFC 1939 §3: up to the line of one dot, as SMTP ends a message; a dot in front of a line is taken off. */
  async octets(line: string, most: number): Promise<Buffer> {
    await this.command(line);
    const reader = new DataReader(most);
    for (;;) {
      const chunk = await this.#read(() => this.#connection.readSome(patienceMs));
      const rest = reader.feed(chunk);
      if (reader.tooBig) throw new FetchFailed('protocol', `An answer is longer than ${most} octets.`);
      if (rest === null) continue;
      if (rest.length > 0) this.#connection.unread(Buffer.from(rest));
      const { buffer, byteOffset, byteLength } = reader.message();
      return Buffer.from(buffer, byteOffset, byteLength);
    }
  }

  async quit(): Promise<void> {
    await this.command('QUIT').catch(() => undefined); // what was marked is deleted by QUIT; without its answer it may be fetched again, not lost
    this.destroy();
  }

  destroy(): void {
    this.#connection.destroy();
  }

  async #answer(code: FetchFailed['code'] = 'protocol'): Promise<string> {
    const line = (await this.#read(() => this.#connection.readLine(longestLine, patienceMs))).toString('latin1').trimEnd();
    if (line.startsWith('+OK')) return line.slice(4);
    throw new FetchFailed(code, line.replace(/^-ERR\s*/, '') || 'The server refused.');
  }

  async #read(read: () => Promise<Buffer | null>): Promise<Buffer> {
    const bytes = await read().catch((error: Error) => {
      throw new FetchFailed(error instanceof LineTooLong ? 'protocol' : 'connect', error.message);
    });
    if (!bytes) throw new FetchFailed('connect', this.#connection.failure?.message ?? 'The server closed the connection.');
    return bytes;
  }
}

const tlsOptions = (host: string): tls.ConnectionOptions => ({
  ...{ ca: trustedAuthorities(), minVersion: 'TLSv1.2' as const },
  ...(net.isIP(host) ? {} : { servername: host }),
  checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate),
});

function connected(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new Error('The server does not answer.')), connectMs);
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
