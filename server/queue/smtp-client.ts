/**
 * The client's side of SMTP (RFC 5321): a connection that has been greeted, has said EHLO, is under TLS as far as that was demanded, and
 * is logged in where the route has credentials. What is then said over it is `peer.ts`'s matter.
 */
import net, { isIP } from 'node:net';
import { once } from 'node:events';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { parseExtensions, parseLimits, type PeerLimits } from '#lib/smtp/extensions.ts';
import { parseReply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import { Connection } from '#server/net/connection.ts';
import type { Host } from './route.ts';
import { isSatisfied, TlsFailed, type TlsDemand, type TlsResult } from './tls-demand.ts';
import { trustedAuthorities } from '#server/tls/trusted-authorities.ts';

/** The other side went away, or cannot be talked to: not a verdict on the message. */
export class PeerLost extends Error {}

export interface PeerReply {
  code: number;
  status: string;
  text: string;
}

/** How long is waited (RFC 5321 §4.5.3.2); tests have less time. */
export const patience = {
  connectMs: 30_000,
  greetingMs: 60_000, // §4.5.3.2.1 allows five minutes; a worker has other things to do
  tlsMs: 30_000,
  replyMs: 5 * 60_000,
  finalMs: 10 * 60_000, // §4.5.3.2.6
};
const replyLines = 200;
const replyLineBytes = 4096;

export class SmtpClient {
  readonly host: Host;
  readonly connection: Connection;
  extensions = new Map<string, string>();
  limits: PeerLimits = parseLimits(undefined);
  /** Whether the certificate was found to be right for what was demanded of it. */
  authenticated = false;
  /** What is wrong with its TLS by a policy that only wants to be told (RFC 8461 §5, `testing`). */
  violation: TlsResult | null = null;

  private constructor(host: Host, connection: Connection) {
    this.host = host;
    this.connection = connection;
  }

  /** Throws PeerLost, or TlsFailed where TLS was demanded and is not to be had. `clear`: do not even try. */
  static async open(host: Host, { clear = false } = {}): Promise<SmtpClient> {
    const socket = await dial(host);
    const client = new SmtpClient(host, new Connection(socket));
    try {
      if (host.implicitTls) client.#judge(socket as TLSSocket);
      await client.#greet(clear);
      if (host.auth) await client.#logIn(host.auth);
      return client;
    } catch (error) {
      client.connection.destroy();
      throw error instanceof TlsFailed ? error : lost(error);
    }
  }

  write(data: string | Uint8Array): void {
    this.connection.write(data);
  }

  async command(line: string, timeoutMs = patience.replyMs): Promise<PeerReply> {
    this.write(`${line}\r\n`);
    return this.reply(timeoutMs);
  }

  /** The next reply. Throws PeerLost when there is none. */
  async reply(timeoutMs = patience.replyMs): Promise<PeerReply> {
    const { code, status, text } = parseReply((await this.#lines(timeoutMs)).join('\n'));
    return { code, status: status ?? `${Math.floor(code / 100)}.0.0`, text };
  }

  async #lines(timeoutMs: number): Promise<string[]> {
    try {
      await this.connection.flush();
      const lines: string[] = [];
      for (;;) {
        const line = (await this.connection.readLine(replyLineBytes, timeoutMs))?.toString('utf8');
        if (line === undefined) throw new PeerLost('it closed the connection');
        if (!/^[2-5]\d\d(?:[ -]|$)/.test(line) || lines.length >= replyLines)
          throw new PeerLost(`it said what is no reply: ${line.slice(0, 100)}`);
        lines.push(line);
        if (line[3] !== '-') return lines;
      }
    } catch (error) {
      throw lost(error);
    }
  }

  async #greet(clear: boolean): Promise<void> {
    const greeting = await this.reply(patience.greetingMs);
    if (greeting.code !== 220) throw new PeerLost(`${greeting.code} ${greeting.text}`);
    await this.#sayHello();
    const { tls } = this.host;
    if (clear || this.connection.secure) return;
    if (!this.extensions.has('STARTTLS')) {
      if (tls.kind !== 'opportunistic') throw new TlsFailed('starttls-not-supported', 'it offers no STARTTLS, and TLS is demanded');
      return;
    }
    const answer = await this.command('STARTTLS');
    if (answer.code !== 220) {
      if (tls.kind === 'opportunistic') return;
      throw new TlsFailed('starttls-not-supported', `it refused STARTTLS: ${answer.code} ${answer.text}`);
    }
    this.#judge(await this.connection.startTlsAsClient(optionsFor(this.host), patience.tlsMs).catch(handshakeFailed));
    await this.#sayHello(); // RFC 3207 §4.2: what was said in clear text is forgotten
  }

  #judge(socket: TLSSocket): void {
    const { tls, name } = this.host;
    this.authenticated = isSatisfied(tls, socket, name);
    this.violation = this.#tested((demand) => void isSatisfied(demand, socket, name));
  }

  #tested(look: (demand: TlsDemand) => void): TlsResult | null {
    const demand = this.host.policy?.tested;
    try {
      if (demand) look(demand);
      return null;
    } catch (error) {
      if (error instanceof TlsFailed) return error.result;
      throw error;
    }
  }

  async #sayHello(): Promise<void> {
    this.write(`EHLO ${config().hostname}\r\n`);
    const lines = await this.#lines(patience.replyMs);
    if (lines[0]?.startsWith('250')) {
      this.extensions = parseExtensions(lines.map((line) => line.slice(4)));
      this.limits = parseLimits(this.extensions.get('LIMITS'));
      return;
    }
    this.extensions = new Map();
    const helo = await this.command(`HELO ${config().hostname}`);
    if (helo.code !== 250) throw new PeerLost(`${helo.code} ${helo.text}`);
  }

  /** RFC 4954, for smarthosts: never in clear text, but on this machine. */
  async #logIn({ user, password }: { user: string; password: string }): Promise<void> {
    if (!this.connection.secure && !this.connection.isLoopback)
      throw new TlsFailed('starttls-not-supported', 'a password is sent over TLS only');
    const offered = (this.extensions.get('AUTH') ?? '').toUpperCase().split(' ');
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    let answer: PeerReply;
    if (offered.includes('PLAIN')) answer = await this.command(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`);
    else if (offered.includes('LOGIN')) {
      answer = await this.command('AUTH LOGIN');
      for (const word of [user, password]) if (answer.code === 334) answer = await this.command(base64(word));
    } else throw new PeerLost('it offers no log-in by PLAIN or LOGIN');
    if (answer.code !== 235) throw new PeerLost(`it refused the log-in: ${answer.code} ${answer.text}`);
  }
}

async function dial(host: Host): Promise<net.Socket> {
  const signal = AbortSignal.timeout(patience.connectMs);
  const { address, port } = host;
  const socket = host.implicitTls ? connectTls({ host: address, port, ...optionsFor(host) }) : net.connect(port, address);
  try {
    await once(socket, host.implicitTls ? 'secureConnect' : 'connect', { signal });
    return socket;
  } catch (error) {
    socket.on('error', () => {}).destroy();
    throw signal.aborted ? new PeerLost(`no connection to ${address} within ${patience.connectMs / 1000} seconds`) : lost(error);
  }
}

/** The certificate is judged by `isSatisfied`, not by Node: opportunistic TLS takes any (RFC 7435). */
function optionsFor({ name, tls }: Host): ConnectionOptions {
  const servername = tls.kind === 'dane' ? tls.names[0] : name;
  return { rejectUnauthorized: false, minVersion: 'TLSv1.2', ca: trustedAuthorities(), ...(isIP(servername ?? '') ? {} : { servername }) };
}

function handshakeFailed(error: unknown): never {
  throw new TlsFailed('validation-failure', error instanceof Error ? error.message : String(error));
}

export function lost(error: unknown): PeerLost {
  if (error instanceof PeerLost) return error;
  return new PeerLost(error instanceof Error ? error.message : String(error));
}
