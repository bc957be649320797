/** An IMAP client for comparisons: appends messages and reads FETCH replies as trees, by a parser that has nothing of the server's. */
import { once } from 'node:events';
import net from 'node:net';

/** A string is a Buffer, a number or an atom is a string, NIL is null. */
export type Tree = Buffer | string | null | Tree[];

export class FetchClient {
  readonly #socket: net.Socket;
  #received = Buffer.alloc(0);
  #wake = () => {};
  #closed = false;
  #tag = 0;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#wake();
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
    socket.on('error', () => {});
  }
  #chunks: Buffer[] = [];

  static async connect(port: number, user: string, password: string): Promise<FetchClient> {
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new FetchClient(socket);
    await client.#line();
    await client.command(`LOGIN ${user} ${password}`);
    return client;
  }

  /** Returns the replies of FETCH by UID: items by their names. Throws when it is refused. */
  async command(text: string, literal?: Buffer): Promise<Map<number, Map<string, Tree>>> {
    const tag = `t${++this.#tag}`;
    const fetched = new Map<number, Map<string, Tree>>();
    this.#socket.write(literal ? `${tag} ${text} {${literal.length}}\r\n` : `${tag} ${text}\r\n`);
    if (literal) {
      const line = await this.#line();
      if (!line.startsWith('+')) throw new Error(`${text}: ${line.toString()}`);
      this.#socket.write(literal);
      this.#socket.write('\r\n');
    }
    for (;;) {
      const line = await this.#line();
      if (line.startsWith(`${tag} OK`)) return fetched;
      if (line.startsWith(`${tag} `)) throw new Error(`${text}: ${line}`);
      if (!/^\* \d+ FETCH /.test(line)) continue;
      const items = await this.#fetchReply(line);
      fetched.set(Number(items.get('UID')), items);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  async #fetchReply(first: string): Promise<Map<string, Tree>> {
    let text = first;
    const literals: Buffer[] = [];
    for (;;) {
      const size = /~?\{(\d+)\}$/.exec(text)?.[1];
      if (size === undefined) break;
      literals.push(await this.#octets(Number(size)));
      text += `\r\n${await this.#line()}`;
    }
    const list = new Reader(text.slice(text.indexOf('(')), literals).value();
    const items = new Map<string, Tree>();
    if (!Array.isArray(list)) throw new Error(`no list: ${first}`);
    for (let n = 0; n < list.length; n += 2) items.set(String(list[n]).toUpperCase(), list[n + 1] ?? null);
    return items;
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf('\r\n');
      if (end >= 0) return (await this.#octets(end + 2)).subarray(0, end).toString('latin1');
      await this.#more();
    }
  }

  async #octets(count: number): Promise<Buffer> {
    while (this.#received.length < count) await this.#more();
    const octets = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return octets;
  }

  async #more(): Promise<void> {
    while (this.#chunks.length === 0) {
      if (this.#closed) throw new Error('the server closed');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#received = Buffer.concat([this.#received, ...this.#chunks.splice(0)]);
  }
}

class Reader {
  readonly #text: string;
  readonly #literals: Buffer[];
  #at = 0;

  constructor(text: string, literals: Buffer[]) {
    this.#text = text;
    this.#literals = literals;
  }

  value(): Tree {
    const next = this.#text[this.#at];
    if (next === '(') {
      const list: Tree[] = [];
      this.#at++;
      for (;;) {
        if (this.#text[this.#at] === ' ') this.#at++;
        if (this.#text[this.#at] === ')') return (this.#at++, list);
        list.push(this.value());
      }
    }
    if (next === '"') {
      const [whole = '', inside = ''] = this.#match(/"((?:[^"\\]|\\.)*)"/sy);
      return (void whole, Buffer.from(inside.replace(/\\(.)/gs, '$1'), 'latin1'));
    }
    if (next === '{' || next === '~') {
      this.#match(/~?\{\d+\}\r\n/y);
      return this.#literals.shift() ?? null;
    }
    // Names of items may hold a list in brackets: BODY[HEADER.FIELDS (DATE)].
    const [atom = ''] = this.#match(/[^\s()[\]"{]+(?:\[[^\]]*\])?(?:<\d+>)?/y);
    return atom.toUpperCase() === 'NIL' ? null : atom;
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) throw new Error(`not understood: ${this.#text.slice(this.#at, this.#at + 80)}`);
    this.#at = pattern.lastIndex;
    return found;
  }
}
