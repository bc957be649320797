/** The network between a page and a JMAP server, as `fetch`: it can be cut before a request arrives, or before its answer does. */
import type { MethodCall } from '#client/jmap/connection.ts';

export class CutNetwork {
  /** After a lost answer the network is down. */
  state: 'up' | 'down' | 'answerLost' = 'up';
  /** Every method call that went out. */
  asked: MethodCall[] = [];
  readonly #origin: string;
  readonly #cookie: string;
  readonly #fetch = globalThis.fetch;

  constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  /** What the page calls: paths of its own origin, with its cookie, as a browser sends them. */
  fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (this.state === 'down') throw new TypeError('Failed to fetch');
    const headers = { ...(init.headers as Record<string, string>), origin: this.#origin, cookie: this.#cookie };
    const response = await this.#fetch(new URL(path, this.#origin), { ...init, headers });
    if (typeof init.body === 'string') this.asked.push(...(JSON.parse(init.body) as { methodCalls: MethodCall[] }).methodCalls);
    if (this.state === 'answerLost') {
      await response.arrayBuffer();
      this.state = 'down';
      throw new TypeError('Failed to fetch');
    }
    return response;
  };
}
