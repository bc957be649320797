/** Mozilla's remote protocol for a whole program: length-prefixed JSON over a socket, one question at a time. */
import { once } from 'node:events';
import net from 'node:net';
import { expect } from '@playwright/test';

export class Marionette {
  #buffer = Buffer.alloc(0);
  #id = 0;
  readonly #socket: net.Socket;
  readonly #chunks: AsyncIterator<Buffer>;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    this.#chunks = (socket as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** Waits until the program listens and has greeted. Its own windows and scripts are reached, not web pages. */
  static async connect(port: number, patienceMs: number): Promise<Marionette> {
    return until(patienceMs, 'Thunderbird listens', () => Marionette.#greeted(port));
  }

  static async #greeted(port: number): Promise<Marionette> {
    const socket = net.connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      const one = new Marionette(socket);
      await one.#read();
      await one.#ask('WebDriver:NewSession', {});
      await one.#ask('Marionette:SetContext', { value: 'chrome' });
      await one.#ask('WebDriver:SetTimeouts', { script: 60_000 });
      return one;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  /** Runs the body of an async function with the program's own rights; what it returns comes back as JSON. */
  async run<T>(body: string, ...args: unknown[]): Promise<T> {
    const script = `const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);
      (async (args) => { ${body} })(given).then((value) => done({ value }), (error) => done({ error: String(error) + '\\n' + error?.stack }));`;
    const { value } = await this.#ask<{ value: { value: T; error?: string } }>('WebDriver:ExecuteAsyncScript', { script, args });
    if (value.error) throw new Error(value.error);
    return value.value;
  }

  /** Asks again until the body returns something true. */
  until<T>(what: string, body: string, ...args: unknown[]): Promise<T> {
    return until(60_000, what, () => this.run<T>(body, ...args));
  }

  /** A PNG of the program's window. */
  async picture(): Promise<Buffer> {
    const { value } = await this.#ask<{ value: string }>('WebDriver:TakeScreenshot', { full: false });
    return Buffer.from(value, 'base64');
  }

  close(): void {
    this.#socket.destroy();
  }

  async #ask<T>(command: string, parameters: object): Promise<T> {
    const body = JSON.stringify([0, ++this.#id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(body)}:${body}`);
    const [, , error, result] = (await this.#read()) as [number, number, { message: string } | null, T];
    if (error) throw new Error(`${command}: ${error.message}`);
    return result;
  }

  async #read(): Promise<unknown> {
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      const length = colon < 0 ? Infinity : Number(this.#buffer.toString('latin1', 0, colon));
      if (this.#buffer.length >= colon + 1 + length) {
        const body = this.#buffer.toString('utf8', colon + 1, colon + 1 + length);
        this.#buffer = this.#buffer.subarray(colon + 1 + length);
        return JSON.parse(body);
      }
      const chunk = await this.#chunks.next();
      if (chunk.done) throw new Error('Thunderbird ended the connection');
      this.#buffer = Buffer.concat([this.#buffer, chunk.value]);
    }
  }
}

/** What `ask` returns as soon as it is something true; an error is asked again. */
async function until<T>(patienceMs: number, what: string, ask: () => Promise<T>): Promise<T> {
  let found: T | undefined;
  await expect(async () => {
    found = await ask();
    expect(found, what).toBeTruthy();
  }).toPass({ timeout: patienceMs, intervals: [250] });
  return found as T;
}
