/** Another mail server, ready to take messages one after another over one connection. */
import { isAscii } from 'node:buffer';
import { formatOrcpt } from '#lib/smtp/dsn-parameters.ts';
import { toDataWire } from '#lib/smtp/data-wire.ts';
import { isMailbox } from '#lib/smtp/path.ts';
import { toSevenBit } from '#lib/smtp/seven-bit.ts';
import { encodeXtext } from '#lib/smtp/xtext.ts';
import { renderMessage } from '#lib/message/render.ts';
import type { Host } from './route.ts';
import { lost, patience, PeerLost, SmtpClient, type PeerReply } from './smtp-client.ts';
import { TlsFailed, type TlsResult } from './tls-demand.ts';

export interface PeerRecipient {
  address: string;
  notify: string | null;
  orcpt: string | null;
}
export interface Outgoing {
  mailFrom: string;
  recipients: PeerRecipient[];
  message: Buffer;
  smtputf8: boolean;
  ret: string | null;
  envId: string | null;
  requireTls: boolean;
}

/** A connection kept from an earlier message that was over before this one was begun: a new one may do. */
export class PeerStale extends PeerLost {}

/** What it has said so far of the message under way. */
interface Heard {
  mail: PeerReply | null;
  rcpts: PeerReply[];
}

export class Peer {
  readonly host: Host;
  readonly openedAt = Date.now();
  #over = false;
  #sent = 0;
  readonly #client: SmtpClient;

  private constructor(host: Host, client: SmtpClient) {
    this.host = host;
    this.#client = client;
    client.connection.onClose(() => (this.#over = true));
  }

  /** For one more message. Who has said something unasked has said good-bye (RFC 5321 §3.8). */
  get usable(): boolean {
    return !this.#over && !this.#client.connection.hasBufferedInput;
  }

  /** Throws PeerLost or TlsFailed. A server whose TLS is broken is spoken to without, where none is demanded. */
  static async open(host: Host): Promise<Peer> {
    try {
      return new Peer(host, await SmtpClient.open(host));
    } catch (error) {
      if (!(error instanceof TlsFailed) || host.tls.kind !== 'opportunistic' || host.auth) throw error;
      return new Peer(host, await SmtpClient.open(host, { clear: true }));
    }
  }

  /** `TLSv1.3` and the like; null in clear text. */
  get tls(): string | null {
    return this.#client.connection.tlsVersion;
  }

  /** What vouched for who it is. */
  get verified(): 'DANE' | 'MTA-STS' | 'authority' | null {
    if (!this.#client.authenticated) return null;
    if (this.host.tls.kind === 'dane') return 'DANE';
    return this.host.policy?.type === 'sts' ? 'MTA-STS' : 'authority';
  }

  /** What `testing` would have found wrong. */
  get violation(): TlsResult | null {
    return this.#client.violation;
  }

  /** Recipients that it takes for one message (RFC 9422). */
  get rcptMax(): number {
    return this.#client.limits.rcptMax;
  }

  /** RFC 3461 §5.2.1: whether it has taken over to tell the sender. */
  get givesNotices(): boolean {
    return this.#supports('DSN');
  }

  /** The verdict for each recipient, in their order. Throws PeerLost when none was given. */
  async send(outgoing: Outgoing): Promise<PeerReply[]> {
    const bytes = this.#fit(outgoing.message);
    const refusal = this.#cannot(outgoing, bytes);
    if (refusal) return outgoing.recipients.map(() => refusal);
    const heard: Heard = { mail: null, rcpts: [] };
    try {
      const replies = await this.#transact(outgoing, bytes, heard);
      this.#sent++;
      if (this.#sent >= this.#client.limits.mailMax || replies.some(({ code }) => code === 421)) this.close();
      else if (replies.every(({ code }) => code >= 400)) await this.#reset();
      return replies;
    } catch (error) {
      this.#over = true;
      this.#client.connection.destroy();
      return this.#known(outgoing, heard, lost(error));
    }
  }

  /** What it refused it has refused, although it went away then. Of the others nothing is known. */
  #known({ recipients }: Outgoing, { mail, rcpts }: Heard, error: PeerLost): PeerReply[] {
    if (this.#sent > 0 && rcpts.length === 0 && (mail === null || mail.code === 421)) throw new PeerStale(error.message);
    if (mail && mail.code >= 300) return recipients.map(() => mail);
    if (rcpts.every(({ code }) => code < 300)) throw error;
    const unknown = { code: 451, status: '4.4.2', text: `The connection to ${this.host.name} was lost: ${error.message}` };
    return recipients.map((_, index) => {
      const reply = rcpts[index];
      return reply && reply.code >= 300 ? reply : unknown;
    });
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#client.write('QUIT\r\n');
    this.#client.connection.close();
  }

  /** As this server can take it. */
  #fit(message: Buffer): Buffer {
    if (this.#supports('8BITMIME')) return message;
    const plain = toSevenBit(message, renderMessage(message).root);
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  }

  #cannot({ mailFrom, smtputf8, requireTls }: Outgoing, bytes: Buffer): PeerReply | null {
    if (bytes.includes(0)) return unsendable;
    if (smtputf8 && !this.#supports('SMTPUTF8')) {
      const text = 'The server takes no addresses or header fields in other letters than ASCII (no SMTPUTF8)';
      return { code: 553, status: '5.6.7', text };
    }
    // RFC 8689 §4.3.1: rather not at all than by a server that does not promise TLS for the rest of the way.
    // §5: but a notice is not lost for that.
    if (requireTls && mailFrom !== '' && !this.#promisesTls)
      return { code: 550, status: '5.7.30', text: 'The sender demands TLS all the way (REQUIRETLS), which that server does not promise' };
    const most = Number(this.#client.extensions.get('SIZE') || 0);
    if (most > 0 && bytes.length > most)
      return { code: 552, status: '5.3.4', text: `The message has ${bytes.length} octets, that server takes ${most} at most` };
    return null;
  }

  /** RFC 2920: what can be said together is said together, and answered in order. */
  async #transact(outgoing: Outgoing, bytes: Buffer, heard: Heard): Promise<PeerReply[]> {
    const client = this.#client;
    const together = this.#supports('PIPELINING');
    const commands = [this.#mailCommand(outgoing, bytes), ...outgoing.recipients.map((one) => this.#rcptCommand(one)), 'DATA'];
    if (together) client.write(commands.map((command) => `${command}\r\n`).join(''));
    const say = (index: number) => (together ? client.reply() : client.command(commands[index] ?? ''));

    const mail = await say(0);
    heard.mail = mail;
    if (mail.code === 421 && this.#sent > 0) throw new PeerLost(`${mail.code} ${mail.text}`);
    if (!together && mail.code >= 300) return outgoing.recipients.map(() => mail);
    const replies = heard.rcpts;
    for (const index of outgoing.recipients.keys()) replies.push(await say(index + 1));
    const accepted = replies.some(({ code }) => code < 300) && mail.code < 300;
    if (!together && !accepted) return replies;
    const data = await say(commands.length - 1);
    if (mail.code >= 300) {
      if (data.code === 354) throw new PeerLost('it refused the sender and asks for the message all the same');
      return outgoing.recipients.map(() => mail);
    }
    // It counts otherwise than we do: nothing that it says of this message can be believed, least of all that it has it.
    if (data.code < 400 && data.code !== 354) throw new PeerLost(`it answered DATA with ${data.code} ${data.text}`);
    if (data.code !== 354) return replies.map((reply) => (reply.code < 300 ? data : reply));
    // RFC 2920 §3.1: nobody was taken, yet it waits for a message; an empty one is none, and whatever it says of it does not count.
    client.write(accepted ? toDataWire(bytes) : '.\r\n');
    const verdict = await client.reply(patience.finalMs);
    return replies.map((reply) => (reply.code < 300 ? verdict : reply));
  }

  #mailCommand({ mailFrom, smtputf8, ret, envId, requireTls }: Outgoing, bytes: Buffer): string {
    const parameters = [
      ...(this.#supports('SIZE') ? [`SIZE=${bytes.length}`] : []),
      ...(this.#supports('8BITMIME') && !isAscii(bytes) ? ['BODY=8BITMIME'] : []),
      ...(smtputf8 ? ['SMTPUTF8'] : []),
      ...(requireTls && this.#promisesTls ? ['REQUIRETLS'] : []),
      ...(this.givesNotices && ret ? [`RET=${ret}`] : []),
      ...(this.givesNotices && envId ? [`ENVID=${encodeXtext(envId)}`] : []),
    ];
    return [`MAIL FROM:<${onLine(mailFrom)}>`, ...parameters].join(' ');
  }

  #rcptCommand({ address, notify, orcpt }: PeerRecipient): string {
    const parameters = this.givesNotices
      ? [...(notify ? [`NOTIFY=${notify}`] : []), ...(orcpt ? [`ORCPT=${formatOrcpt(orcpt)}`] : [])]
      : [];
    return [`RCPT TO:<${onLine(address)}>`, ...parameters].join(' ');
  }

  async #reset(): Promise<void> {
    const answer = await this.#client.command('RSET').catch(() => null);
    if (answer?.code === 250) return;
    this.#over = true;
    this.#client.connection.destroy();
  }

  get #promisesTls(): boolean {
    return this.#client.authenticated && this.#supports('REQUIRETLS');
  }

  #supports(extension: string): boolean {
    return this.#client.extensions.has(extension);
  }
}

const unsendable: PeerReply = {
  code: 550,
  status: '5.6.0',
  text: 'The message holds octets that cannot be sent (NUL outside of any part)',
};

/** An address never ends its command; in quotes it may hold what else would (RFC 5321 §4.1.2). */
const onLine = (address: string): string => (isMailbox(address) ? address : address.replaceAll(/[\p{Cc}<>]/gu, ''));
