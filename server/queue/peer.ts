/** A connection to another mail server: TLS when it can, otherwise clear text (RFC 3207, RFC 7435), and several messages one after another. */
import { TLSSocket } from 'node:tls';
import { isIP } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { renderMessage } from '#lib/message/render.ts';
import { parseReply } from '#lib/smtp/reply.ts';
import { toSevenBit } from '#lib/smtp/seven-bit.ts';
import { config } from '#server/config/config.ts';
import type { Host } from './route.ts';

export interface PeerReply {
  code: number;
  status: string;
  text: string;
}
interface SmtpFault extends Error {
  code?: string;
  response?: string;
  responseCode?: number;
  recipient?: string;
  rejectedErrors?: SmtpFault[];
}

/** The other side went away, or cannot be talked to: not a verdict on the message. */
export class PeerLost extends Error {}

export class Peer {
  readonly host: Host;
  usable = true;
  readonly openedAt = Date.now();
  readonly #connection: SMTPConnection;

  private constructor(host: Host, connection: SMTPConnection) {
    this.host = host;
    this.#connection = connection;
    connection.on('error', () => (this.usable = false));
    connection.on('end', () => (this.usable = false));
  }

  /** Throws PeerLost. A server whose TLS is broken is spoken to without (opportunistic: better than no mail). */
  static async open(host: Host): Promise<Peer> {
    try {
      return await connect(host, true).then((connection) => new Peer(host, connection));
    } catch (error) {
      if (!isTlsFault(error as SmtpFault)) throw lost(error);
    }
    return connect(host, false).then(
      (connection) => new Peer(host, connection),
      (error: unknown) => {
        throw lost(error);
      },
    );
  }

  /** `TLSv1.3` and the like; null in clear text. */
  get tls(): string | null {
    const socket = this.#connection._socket;
    return socket instanceof TLSSocket ? socket.getProtocol() : null;
  }

  /** The verdict for each recipient, in their order. Throws PeerLost when none was given. */
  async send({
    mailFrom,
    recipients,
    message,
    smtputf8,
  }: {
    mailFrom: string;
    recipients: string[];
    message: Buffer;
    smtputf8: boolean;
  }): Promise<PeerReply[]> {
    if (smtputf8 && !this.#supports('SMTPUTF8')) {
      const text = 'The server takes no addresses or header fields in other letters than ASCII (no SMTPUTF8)';
      return recipients.map(() => ({ code: 553, status: '5.6.7', text }));
    }
    const eightBit = message.some((octet) => octet > 0x7f);
    const convert = eightBit && !this.#supports('8BITMIME');
    const bytes = convert ? Buffer.from(toSevenBit(message, renderMessage(message).root)) : message;
    const envelope = { from: mailFrom, to: recipients, size: bytes.length, use8BitMime: eightBit && !convert };
    const { fault, response, rejected } = await new Promise<{ fault?: SmtpFault; response: string; rejected: SmtpFault[] }>((resolve) => {
      this.#connection.send(envelope, bytes, (error, info) => {
        const failure = error as SmtpFault | null;
        if (failure) resolve({ fault: failure, response: '', rejected: failure.rejectedErrors ?? [] });
        else resolve({ response: info?.response ?? '', rejected: (info?.rejectedErrors ?? []) as SmtpFault[] });
      });
    });
    if (fault) await this.#recover(fault);
    const verdict = fault ? verdictOf(fault) : known(response, '2.0.0');
    return recipients.map((recipient) => {
      const own = rejected.find((one) => one.recipient === recipient);
      if (own) return verdictOf(own);
      return verdict;
    });
  }

  close(): void {
    this.usable = false;
    this.#connection.quit();
    setTimeout(() => this.#connection.close(), 2000).unref();
  }

  // nodemailer keeps what EHLO said to itself until a message is sent, but the message depends on it.
  #supports(extension: string): boolean {
    const { _supportedExtensions: all } = this.#connection as unknown as { _supportedExtensions: string[] };
    return all.includes(extension);
  }

  async #recover({ responseCode }: SmtpFault): Promise<void> {
    const cleared =
      this.usable &&
      responseCode !== undefined &&
      responseCode !== 421 &&
      (await new Promise<boolean>((resolve) => this.#connection.reset((error) => resolve(!error))));
    if (cleared) return;
    this.usable = false;
    this.#connection.close();
  }
}

function connect(host: Host, tls: boolean): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host: host.address,
    port: host.port,
    secure: false,
    ...(isIP(host.name) ? {} : { servername: host.name }),
    name: config().hostname,
    ...(tls ? { opportunisticTLS: true } : { ignoreTLS: true }),
    tls: { rejectUnauthorized: false }, // opportunistic: any certificate is better than none (RFC 7435)
    connectionTimeout: 30_000,
    greetingTimeout: 60_000, // RFC 5321 §4.5.3.2.1 allows five minutes; a worker has other things to do
    socketTimeout: 5 * 60_000,
    logger: false,
  });
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => {
      connection.off('error', reject);
      connection.on('error', () => {}); // after a failure there may come another
      if (error) reject(error);
      else resolve(connection);
    });
  });
}

// What OpenSSL says comes as a fault of the socket, what nodemailer notices itself as ETLS.
const isTlsFault = ({ code, message }: SmtpFault): boolean => code === 'ETLS' || /\b(?:ssl|tls)/i.test(message);

function lost(error: unknown): PeerLost {
  const { response, message } = error as SmtpFault;
  return new PeerLost(response ? response.replaceAll(/\r?\n/g, ' ') : message);
}

function verdictOf(fault: SmtpFault): PeerReply {
  if (fault.response) return known(fault.response, fault.responseCode && fault.responseCode >= 500 ? '5.0.0' : '4.0.0');
  if (fault.code === 'EMESSAGE') return { code: 552, status: '5.3.4', text: 'The message is larger than that server takes' };
  if (fault.code === 'EENVELOPE') return { code: 553, status: '5.1.3', text: fault.message };
  throw new PeerLost(fault.message);
}

function known(response: string, otherwise: string): PeerReply {
  const { code, status, text } = parseReply(response);
  return { code, status: status ?? otherwise, text };
}
