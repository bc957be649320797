/**
 * Event source (RFC 8620 §7.3): a StateChange whenever the account's state has moved. Changes that come close together are one event.
 * However a stream ends (client gone, closeafter, log-out, server stopping), it gives back its timer, its watch and its slot.
 */
import { addEventStream } from '#server/net/event-streams.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { accountState, watchAccount, watchCredentials } from '#server/store/index.ts';
import { maxEventStreams } from '../limits.ts';
import { SharedStates } from '../push/shared-states.ts';
import { changesOf, pushTypes, stateChange } from '../push/state-change.ts';
import { readState } from '../shapes.ts';
import { authenticateRequest, stillAllowed, type Caller } from './authenticate-request.ts';
import { problem } from './problem.ts';
import { Slots } from './slots.ts';

/** RFC 8620 §7.3: the server may modify the interval. A dead connection is noticed, a revoked session ended, at least this often. */
const ping = { least: 5, most: 300, unset: 30 };
/** Changes of one batch become one event. */
const coalesceMs = 30;

const slots = new Slots(maxEventStreams);
// On globalThis: Next may bundle this module more than once, for the stream's route and for the one that logs out.
const home = globalThis as { posthornStreamsOfUser?: Map<number, Set<() => void>> };
const ofUser = (home.posthornStreamsOfUser ??= new Map());

export async function answerEventSource(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  const wish = readWish(new URL(request.url).searchParams);
  if (typeof wish === 'string') return problem(400, wish);
  // What the client knows: where it stopped, or the state at the moment when the answer begins and it catches up by itself.
  const lastId = request.headers.get('last-event-id');
  const known = lastId ?? String(await accountState(auth.caller.user.accountId));
  const shared = new SharedStates(auth.caller.user);
  // An id tells of the user's own account alone: who comes back hears of all that is shared with him.
  if (lastId === null) await shared.begin();
  const release = slots.take(auth.caller.user.userId);
  if (!release) return problem(429, 'Too many event streams are open.');
  const body = openStream(request, auth.caller, wish, { known, shared }, release);
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  });
}

/** Ends every stream of a user at once: at log-out, when a password changes. Those that may come back do so by themselves. */
export function endStreamsOfUser(userId: number): void {
  for (const end of [...(ofUser.get(userId) ?? [])]) end();
}

/** For tests: streams that are open. */
export const countStreams = (): number => slots.count();

interface Wish {
  types: string[];
  closeAfterState: boolean;
  pingSeconds: number;
}

function readWish(params: URLSearchParams): Wish | string {
  const types = params.get('types') ?? '*';
  const closeAfter = params.get('closeafter') ?? 'no';
  const interval = params.get('ping') ?? '0';
  if (closeAfter !== 'no' && closeAfter !== 'state') return '"closeafter" is "state" or "no".';
  if (!/^\d{1,9}$/.test(interval)) return '"ping" is a number of seconds.';
  const wanted = new Set(types.split(','));
  const seconds = Number(interval) || ping.unset;
  return {
    types: wanted.has('*') ? [...pushTypes] : pushTypes.filter((type) => wanted.has(type)),
    closeAfterState: closeAfter === 'state',
    pingSeconds: Math.min(Math.max(seconds, ping.least), ping.most),
  };
}

interface Known {
  /** The state of the user's own account. */
  known: string;
  shared: SharedStates;
}

function openStream(
  request: Request,
  caller: Caller,
  wish: Wish,
  { known, shared }: Known,
  release: () => void,
): ReadableStream<Uint8Array> {
  const { user } = caller;
  const encoder = new TextEncoder();
  let end = () => release();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false;
      let sent = known;
      let timer: NodeJS.Timeout | undefined;
      let work = Promise.resolve(); // one look after the other, so that states are told in their order
      const send = (text: string) => void (ended || controller.enqueue(encoder.encode(text)));
      const sendState = async () => {
        const changes = await changesOf(user.accountId, readState(sent) ?? null, wish.types);
        const others = await shared.look(wish.types, look);
        if (ended) return shared.stop();
        const state = String(changes.state);
        const own = sent === state ? [] : changes.types;
        sent = state;
        // What is shared shows in the session alone, which is asked for when an answer says that it is another (RFC 8620 §3.4).
        const types = own.length === 0 && others.isOther ? wish.types.filter((type) => type === 'Mailbox') : own;
        const told = [[user.accountId, { ...changes, types }] as const, ...others.changed].filter(([, one]) => one.types.length > 0);
        if (told.length === 0) return; // nothing that this client wants to hear of
        send(`event: state\nid: ${state}\ndata: ${JSON.stringify(stateChange(told))}\n\n`);
        if (wish.closeAfterState) end();
      };
      // While one look at the state is under way or waiting to be made, further hints are part of it.
      const look = () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          work = work.then(sendState).catch(fault);
        }, coalesceMs);
      };
      const fault = (error: unknown) => {
        log.error('jmap: an event stream ended by a fault', { account: user.accountId, reason: reasonOf(error) });
        end();
      };
      const stopWatching = watchAccount(user.accountId, look);
      // A session that is ended elsewhere ends here at once, not at the next beat.
      const stopGuarding = watchCredentials(user.userId, () => {
        stillAllowed(request, caller).then((allowed) => (allowed ? undefined : end()), fault);
      });
      const beat = setInterval(() => {
        stillAllowed(request, caller).then((allowed) => {
          if (!allowed) return end();
          send(`event: ping\ndata: {"interval":${wish.pingSeconds}}\n\n`);
          look(); // what is shared with everyone is told to nobody in particular
        }, fault);
      }, wish.pingSeconds * 1000);
      const forget = addEventStream(() => end());
      end = () => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        clearInterval(beat);
        stopWatching();
        shared.stop();
        stopGuarding();
        forget();
        release();
        leave(user.userId, end);
        request.signal.removeEventListener('abort', end);
        try {
          controller.close();
        } catch {
          return; // cancelled by the client: it is closed already
        }
      };
      join(user.userId, end);
      request.signal.addEventListener('abort', end, { once: true });
      if (request.signal.aborted) return end();
      send(': open\n\n'); // headers go out now, not with the first event
      look(); // for what changed before the watch began
    },
    cancel() {
      end();
    },
  });
}

function join(userId: number, end: () => void): void {
  const streams = ofUser.get(userId) ?? new Set();
  ofUser.set(userId, streams.add(end));
}

function leave(userId: number, end: () => void): void {
  const streams = ofUser.get(userId);
  streams?.delete(end);
  if (streams?.size === 0) ofUser.delete(userId);
}
