/**
 * JMAP over WebSocket (RFC 8887): requests, answers and push through one connection. Requests are worked on side by side, as those over
 * HTTP are; the client tells their answers apart by its ids. However a connection ends, it gives back its feed, its timer and its slot.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { log, reasonOf } from '#server/log/log.ts';
import { addEventStream } from '#server/net/event-streams.ts';
import { watchCredentials } from '#server/store/index.ts';
import { Slots } from '#server/net/slots.ts';
import { RequestError } from '../errors.ts';
import { handleJmap } from '../handle.ts';
import { limits, maxWebSockets } from '../limits.ts';
import { pushTypes } from '../push/state-change.ts';
import { StateFeed } from '../push/state-feed.ts';
import { parseJson } from '../request.ts';
import { webSocketPath } from '../session.ts';
import { authenticateUpgrade, stillAllowed, type Caller } from './authenticate-request.ts';
import { problem } from './problem.ts';
import { joinStreams } from './streams-of-user.ts';

/** A dead connection is noticed, a revoked session ended, at least this often. */
const beatMs = 30_000;
/** Messages on their way to a client who does not read them: then he is put out. */
const mostUnread = 1000;
/** RFC 6455 §7.4.1. */
const closeCode = { goingAway: 1001, unsupportedData: 1003, policyViolation: 1008, internalError: 1011 };

const sockets = new Slots(maxWebSockets);
const requests = new Slots(limits.maxConcurrentRequests);
const acceptor = new WebSocketServer({
  noServer: true,
  // Somewhat more than a request may have: what is too large by a little is answered, what is too large by far ends the connection.
  maxPayload: 2 * limits.maxSizeRequest,
  perMessageDeflate: false, // its memory, for every connection, is worth more than the octets
  handleProtocols: () => 'jmap',
});

/** For tests: connections that are open. */
export const countWebSockets = (): number => sockets.count();

/** An HTTP Upgrade (RFC 6455 §4.2). There is no other on this server: what asks elsewhere is told so, and not left open. */
export function answerUpgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy());
  const answered =
    incoming.url?.split('?', 1)[0] === webSocketPath
      ? open(incoming, socket, head)
      : refuse(socket, problem(404, `A web socket is opened at ${webSocketPath}.`));
  answered.catch((error: unknown) => {
    log.error('jmap: a web socket was not opened', { reason: reasonOf(error) });
    socket.destroy();
  });
}

async function open(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, String(value));
  const request = new Request(`http://${incoming.headers.host ?? 'localhost'}${webSocketPath}`, { headers });
  const auth = await authenticateUpgrade(request);
  if (!auth.ok) return refuse(socket, auth.response);
  // RFC 8887 §4.1: nothing else is spoken here.
  const protocols = (headers.get('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  if (!protocols.includes('jmap')) return refuse(socket, problem(400, 'The Sec-WebSocket-Protocol must be jmap.'));
  const release = sockets.take(auth.caller.user.userId);
  if (!release) return refuse(socket, problem(429, 'Too many web sockets are open.'));
  socket.once('close', release);
  if (socket.destroyed) return release();
  acceptor.handleUpgrade(incoming, socket, head, (webSocket) => new Connection(webSocket, request, auth.caller));
}

async function refuse(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text();
  const fields = [...response.headers, ['connection', 'close'], ['content-length', String(Buffer.byteLength(body))]];
  socket.end(`HTTP/1.1 ${response.status} Refused\r\n${fields.map((field) => `${field.join(': ')}\r\n`).join('')}\r\n${body}`);
}

const pushEnable = z.object({ dataTypes: z.array(z.string()).nullish(), pushState: z.string().nullish() });

class Connection {
  readonly #socket: WebSocket;
  readonly #request: Request;
  readonly #caller: Caller;
  #feed: StateFeed | null = null;
  #unread = 0;

  constructor(socket: WebSocket, request: Request, caller: Caller) {
    this.#socket = socket;
    this.#request = request;
    this.#caller = caller;
    const { userId } = caller.user;
    const stopGuarding = watchCredentials(userId, () => void this.#mayGoOn());
    const leave = joinStreams(userId, () => socket.close(closeCode.policyViolation));
    const forget = addEventStream(() => socket.close(closeCode.goingAway));
    let isAlive = true;
    const beat = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
      this.#feed?.look();
      void this.#mayGoOn();
      return undefined;
    }, beatMs);
    socket.on('pong', () => (isAlive = true));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(beat);
      stopGuarding();
      leave();
      forget();
      this.#feed?.stop();
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) return socket.close(closeCode.unsupportedData); // RFC 8887 §4.3.1
      this.#take(data as Buffer).catch(this.#fault);
      return undefined;
    });
  }

  readonly #fault = (error: unknown): void => {
    log.error('jmap: a web socket ended by a fault', { user: this.#caller.user.userId, reason: reasonOf(error) });
    this.#socket.close(closeCode.internalError);
  };

  /** Resolves when the client has taken it, or is gone. */
  async #send(message: object): Promise<void> {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (++this.#unread > mostUnread) this.#socket.terminate();
    await new Promise((taken) => this.#socket.send(JSON.stringify(message), taken));
    this.#unread--;
  }

  /** RFC 8887 §4.2: when the credentials have ended, so does the connection. */
  async #mayGoOn(): Promise<boolean> {
    const allowed = await stillAllowed(this.#request, this.#caller);
    if (!allowed) this.#socket.close(closeCode.policyViolation);
    return allowed;
  }

  async #take(bytes: Buffer): Promise<void> {
    let requestId: string | null = null;
    try {
      if (bytes.length > limits.maxSizeRequest) throw new RequestError('limit', 'The request is too large.', { limit: 'maxSizeRequest' });
      const message = parseJson(bytes);
      const isObject = typeof message === 'object' && message !== null && !Array.isArray(message);
      const { '@type': type, id } = (isObject ? message : {}) as Record<string, unknown>;
      if (typeof id === 'string') requestId = id;
      if (!(await this.#mayGoOn())) return;
      if (type === 'Request') await this.#answer(message, requestId);
      else if (type === 'WebSocketPushEnable') await this.#push(message);
      else if (type === 'WebSocketPushDisable') this.#stopPush();
      else throw new RequestError('notRequest', 'The "@type" must be Request, WebSocketPushEnable or WebSocketPushDisable.');
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      await this.#send({ '@type': 'RequestError', requestId, ...error.problem });
    }
  }

  async #answer(message: unknown, requestId: string | null): Promise<void> {
    const release = requests.take(this.#caller.user.userId);
    if (!release) throw new RequestError('limit', 'Too many requests at once.', { limit: 'maxConcurrentRequests', status: 429 });
    try {
      const response = await handleJmap(message, this.#caller.user, this.#caller.appId);
      await this.#send({ '@type': 'Response', ...(requestId === null ? {} : { requestId }), ...response }); // what is not read is still going on
    } finally {
      release();
    }
  }

  /** §4.3.5.2. Asked for again, it is what is asked for last that counts. */
  async #push(message: unknown): Promise<void> {
    const parsed = pushEnable.safeParse(message);
    if (!parsed.success) throw new RequestError('notRequest', 'dataTypes is a list of names or null, pushState a string.');
    const { dataTypes, pushState } = parsed.data;
    const types = dataTypes ? pushTypes.filter((type) => dataTypes.includes(type)) : pushTypes;
    const feed = await StateFeed.of(this.#caller.user, types, pushState ?? null);
    this.#stopPush();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#feed = feed;
    feed.start((change, state) => void this.#send({ ...change, pushState: state }), this.#fault);
  }

  #stopPush(): void {
    this.#feed?.stop();
    this.#feed = null;
  }
}
