/** The network between a page and a JMAP server, as `fetch`: it can be cut before a request arrives, before its answer does, or right after it. */
import type { MethodCall } from '#client/jmap/connection.ts';

export class CutNetwork {
  /** After a lost answer the network is down. */
  state: 'up' | 'down' | 'answerLost' = 'up';
  /** After the next answer to this method the network is down. */
  cutAfter: string | null = null;
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
    const { methodCalls } = typeof init.body === 'string' ? (JSON.parse(init.body) as { methodCalls: MethodCall[] }) : { methodCalls: [] };
    this.asked.push(...methodCalls);
    if (methodCalls.some(([name]) => name === this.cutAfter)) {
      this.state = 'down';
      this.cutAfter = null;
      return new Response(await response.arrayBuffer(), response);
    }
    if (this.state === 'answerLost') {
      await response.arrayBuffer();
      this.state = 'down';
      throw new TypeError('Failed to fetch');
    }
    return response;
  };
}
