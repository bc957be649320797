/**
 * Keeps the model in step with the server. One tab of the browser holds the event stream (Web Locks) and tells the others
 * (BroadcastChannel); each then asks for what has changed since the state that it knows.
 */
import { MethodError } from '../compose/connection.ts';
import { callMail } from './call.ts';
import { reloadShown } from './reload-list.ts';
import { listKey } from './load-list.ts';
import { fetchThread } from './load-thread.ts';
import { loadMailboxes, refreshMailboxes } from './load-mailboxes.ts';
import { mail, setMail } from './mail-store.ts';
import { listProperties, type ListEmail } from './types.ts';

const channelName = 'posthorn-changes';

/** Starts in this tab; the result stops it. */
export function startSync(): () => void {
  const stopped = new AbortController();
  const channel = new BroadcastChannel(channelName);
  const changed = () => void catchUp();
  channel.onmessage = changed;
  void navigator.locks
    .request(channelName, { signal: stopped.signal }, () => holdStream(stopped.signal, () => (channel.postMessage('changed'), changed())))
    .catch(() => undefined); // aborted while waiting: another tab has the stream
  const wake = () => document.visibilityState === 'visible' && changed();
  window.addEventListener('online', changed);
  document.addEventListener('visibilitychange', wake);
  return () => {
    stopped.abort();
    channel.close();
    window.removeEventListener('online', changed);
    document.removeEventListener('visibilitychange', wake);
  };
}

/** Resolves, and so gives the lock to another tab, when this one goes. */
function holdStream(signal: AbortSignal, changed: () => void): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let retry: number | undefined;
    const open = () => {
      source = new EventSource('/api/jmap/eventsource?types=*&closeafter=no&ping=60');
      source.addEventListener('state', changed);
      source.addEventListener('open', changed); // what came while nobody listened
      source.addEventListener('error', () => {
        if (source?.readyState !== EventSource.CLOSED) return; // it tries again by itself
        retry = window.setTimeout(open, 3000);
      });
    };
    open();
    signal.addEventListener('abort', () => {
      source?.close();
      window.clearTimeout(retry);
      resolve();
    });
  });
}

let running: Promise<void> | undefined;
let again = false;

/** One at a time; what arrives meanwhile is caught up right after. */
export function catchUp(): Promise<void> {
  again = true;
  running ??= (async () => {
    while (again) {
      again = false;
      await update().catch(() => undefined); // offline: the next change or the network's return tries again
    }
    running = undefined;
  })();
  return running;
}

async function update(): Promise<void> {
  const { state, route } = mail();
  if (state === null) return;
  const answer = await callMail([['Email/changes', { sinceState: state, maxChanges: 500 }, 'changes']]);
  if (tooOld(answer)) return startAnew();
  const changes = answer('changes') as {
    newState: string;
    updated: string[];
    created: string[];
    destroyed: string[];
    hasMoreChanges: boolean;
  };
  setMail({ state: changes.newState });
  if (changes.hasMoreChanges) again = true;
  await Promise.all([refreshMailboxes(), refreshKnown(changes.updated), dropDestroyed(changes.destroyed)]);
  const touched = changes.created.length + changes.updated.length + changes.destroyed.length > 0;
  if (!touched || mail().list.key !== listKey(route)) return;
  await reloadShown();
  const { threadId } = mail().route;
  if (threadId && changes.created.length > 0) await fetchThread(threadId).catch(() => undefined);
}

/** RFC 8620 §5.2: the server no longer knows what has changed since; everything is asked for again. */
function tooOld(answer: (callId: string) => unknown): boolean {
  try {
    answer('changes');
    return false;
  } catch (error) {
    if (error instanceof MethodError && error.type === 'cannotCalculateChanges') return true;
    throw error;
  }
}

async function startAnew(): Promise<void> {
  setMail({ state: null, full: new Map() });
  await loadMailboxes();
  await reloadShown();
  const { threadId } = mail().route;
  if (threadId) await fetchThread(threadId);
}

async function refreshKnown(ids: string[]): Promise<void> {
  const known = ids.filter((id) => mail().emails.has(id));
  if (known.length === 0) return;
  const answer = await callMail([['Email/get', { ids: known, properties: listProperties }, 'get']]);
  const fresh = new Map((answer('get').list as ListEmail[]).map((email) => [email.id, email]));
  setMail(({ emails, full }) => {
    const nextEmails = new Map(emails);
    const nextFull = new Map(full);
    for (const [id, email] of fresh) {
      nextEmails.set(id, email);
      const whole = nextFull.get(id);
      if (whole) nextFull.set(id, { ...whole, ...email });
    }
    return { emails: nextEmails, full: nextFull };
  });
}

function dropDestroyed(ids: string[]): void {
  if (ids.length === 0) return;
  setMail(({ emails, full, selected }) => {
    const next = { emails: new Map(emails), full: new Map(full), selected: new Set(selected) };
    for (const id of ids) {
      next.emails.delete(id);
      next.full.delete(id);
      next.selected.delete(id);
    }
    return next;
  });
}
