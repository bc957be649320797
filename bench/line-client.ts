/** The least client that can drive a line protocol at full speed: the server is to be measured, not a library. */
import { once } from 'node:events';
import net from 'node:net';

export class LineClient {
  readonly #socket: net.Socket;
  #text = '';
  #wake = () => {};
  #ended = false;
  received = 0;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.#text += chunk;
      this.received += chunk.length;
      this.#wake();
    });
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on('error', () => socket.destroy());
  }

  static async connect({ host, port }: { host: string; port: number }): Promise<LineClient> {
    const socket = net.connect(port, host);
    await once(socket, 'connect');
    return new LineClient(socket);
  }

  write(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /** Everything up to and including the first match, which lies in the last 1,000 characters before the end of what has come. */
  async until(pattern: RegExp): Promise<string> {
    const chunks: string[] = [];
    let tail = '';
    for (;;) {
      const news = this.#text; // joined only once, at the end: a long answer would be copied with every packet
      this.#text = '';
      const window = tail + news;
      const found = pattern.exec(window);
      if (found) {
        this.#text = window.slice(found.index + found[0].length);
        return chunks.join('') + window.slice(0, found.index + found[0].length);
      }
      if (this.#ended) throw new Error(`closed by the server; it said ${window.slice(-300)}`);
      chunks.push(window.slice(0, -1000));
      tail = window.slice(-1000);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  end(): void {
    this.#socket.destroy();
  }
}

/** A logged-in IMAP session with INBOX selected. */
export async function openInbox(imap: { host: string; port: number }, user: string, password: string): Promise<LineClient> {
  const client = await LineClient.connect(imap);
  await client.until(/\r\n/);
  await command(client, `LOGIN ${user} ${password}`);
  await command(client, 'SELECT INBOX');
  return client;
}

let count = 0;

/** Sends one command and waits for its tagged answer; throws unless it is OK. */
export async function command(client: LineClient, text: string): Promise<string> {
  const tag = `b${++count}`;
  client.write(`${tag} ${text}\r\n`);
  const answer = await client.until(new RegExp(`(?:\\r\\n|^)${tag} (?:OK|NO|BAD)[^\\r]*\\r\\n`));
  if (!new RegExp(`(?:\\r\\n|^)${tag} OK`).test(answer)) throw new Error(`${text}: ${answer.slice(-300)}`);
  return answer;
}
