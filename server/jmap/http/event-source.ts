/**
 * Event source (RFC 8620 §7.3): a StateChange whenever the account's state has moved. Changes that come close together are one event.
 * However a stream ends (client gone, closeafter, log-out, server stopping), it gives back its timer, its watch and its slot.
 */
import { addEventStream } from '#server/net/event-streams.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { watchCredentials } from '#server/store/index.ts';
import { Slots } from '#server/net/slots.ts';
import { maxEventStreams } from '../limits.ts';
import { pushTypes } from '../push/state-change.ts';
import { StateFeed } from '../push/state-feed.ts';
import { authenticateRequest, stillAllowed, type Caller } from './authenticate-request.ts';
import { problem } from './problem.ts';
import { joinStreams } from './streams-of-user.ts';

/** RFC 8620 §7.3: the server may modify the interval. A dead connection is noticed, a revoked session ended, at least this often. */
const ping = { least: 5, most: 300, unset: 30 };

/** Events that wait for a client who does not read, beyond what its connection holds. He comes back and hears of all that he has missed. */
const mostUnread = 50;

const slots = new Slots(maxEventStreams);

export async function answerEventSource(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  const wish = readWish(new URL(request.url).searchParams);
  if (typeof wish === 'string') return problem(400, wish);
  const feed = await StateFeed.of(auth.caller.user, wish.types, request.headers.get('last-event-id'));
  const release = slots.take(auth.caller.user.userId);
  if (!release) return problem(429, 'Too many event streams are open.');
  const body = openStream(request, auth.caller, wish, feed, release);
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** For tests: streams that are open. */
export const countStreams = (): number => slots.count();

interface Wish {
  types: string[];
  closeAfterState: boolean;
  /** 0: none. */
  pingSeconds: number;
}

function readWish(params: URLSearchParams): Wish | string {
  const types = params.get('types') ?? '*';
  const closeAfter = params.get('closeafter') ?? 'no';
  const interval = params.get('ping') ?? '0';
  if (closeAfter !== 'no' && closeAfter !== 'state') return '"closeafter" is "state" or "no".';
  if (!/^\d{1,9}$/.test(interval)) return '"ping" is a number of seconds.';
  const wanted = new Set(types.split(','));
  const seconds = Number(interval);
  return {
    types: wanted.has('*') ? [...pushTypes] : pushTypes.filter((type) => wanted.has(type)),
    closeAfterState: closeAfter === 'state',
    pingSeconds: seconds === 0 ? 0 : Math.min(Math.max(seconds, ping.least), ping.most),
  };
}

function openStream(request: Request, caller: Caller, wish: Wish, feed: StateFeed, release: () => void): ReadableStream<Uint8Array> {
  const { user } = caller;
  const encoder = new TextEncoder();
  let end = () => release();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      const send = (text: string) => {
        if (ended) return;
        if ((controller.desiredSize ?? 0) < -mostUnread) return end();
        controller.enqueue(encoder.encode(text));
      };
      const fault = (error: unknown) => {
        log.error('jmap: an event stream ended by a fault', { account: user.accountId, reason: reasonOf(error) });
        end();
      };
      // A session that is ended elsewhere ends here at once, not at the next beat.
      const stopGuarding = watchCredentials(user.userId, () => {
        stillAllowed(request, caller).then((allowed) => (allowed ? undefined : end()), fault);
      });
      const beat = setInterval(
        () => {
          stillAllowed(request, caller).then((allowed) => {
            if (!allowed) return end();
            // §7.3: who asks for none gets none; a comment keeps the line open, and shows that somebody is still there.
            send(wish.pingSeconds === 0 ? ':\n\n' : `event: ping\ndata: {"interval":${wish.pingSeconds}}\n\n`);
            feed.look(); // what is shared with everyone is told to nobody in particular
          }, fault);
        },
        (wish.pingSeconds || ping.unset) * 1000,
      );
      const forget = addEventStream(() => end());
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(beat);
        feed.stop();
        stopGuarding();
        forget();
        release();
        leave();
        request.signal.removeEventListener('abort', end);
        try {
          controller.close();
        } catch {
          return; // cancelled by the client: it is closed already
        }
      };
      const leave = joinStreams(user.userId, () => end());
      request.signal.addEventListener('abort', end, { once: true });
      if (request.signal.aborted) return end();
      send(': open\n\n'); // headers go out now, not with the first event
      feed.start((change, state) => {
        send(`event: state\nid: ${state}\ndata: ${JSON.stringify(change)}\n\n`);
        if (wish.closeAfterState) end();
      }, fault);
    },
    cancel() {
      end();
    },
  });
}
