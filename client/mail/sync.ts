/**
 * Keeps the model in step with the server. One tab of the browser holds the event stream (Web Locks) and tells the others
 * (BroadcastChannel); each then asks for what has changed since the state that it knows.
 */
import { sessionEvents } from '../jmap/open-connection.ts';
import { isUnreachable, MethodError } from '../jmap/connection.ts';
import { callMail } from './call.ts';
import { pruneList } from './device/local-list.ts';
import { mirrorAnew, mirrorChanges } from './device/mirror.ts';
import { flush, hasWaiting, outboxEvents, restoreQueue } from './device/outbox.ts';
import { readShownAgain, refetch, reloadShown } from './list/reload-list.ts';
import { filterOf, listKey, loadWindow } from './list/load-list.ts';
import { fetchThread } from './load-thread.ts';
import { forgetLists } from './list/known-lists.ts';
import { loadMailboxes, refreshMailboxes } from './mailboxes/load-mailboxes.ts';
import { mail, setMail } from './mail-store.ts';
import { openBox } from './navigate.ts';
import { accountOfRoute, ofAccount, sharedChanges } from './shared.ts';

const channelName = 'posthorn-changes';

/** Starts in this tab; the result stops it. */
export function startSync(): () => void {
  const stopped = new AbortController();
  const channel = new BroadcastChannel(channelName);
  const changed = () => void catchUp();
  const refused = (emailIds: string[]) => void refetch(emailIds).then(reloadShown, () => undefined);
  channel.onmessage = ({ data }: MessageEvent<'changed' | 'queued' | { refused: string[] }>) => {
    if (data === 'queued') void restoreQueue().then(() => pruneList(filterOf(mail().route)));
    else if (data === 'changed') changed();
    else refused(data.refused);
  };
  outboxEvents.onRefused = (emailIds) => {
    channel.postMessage({ refused: emailIds });
    refused(emailIds);
  };
  sessionEvents.onChanged = changed;
  outboxEvents.onQueued = () => channel.postMessage('queued');
  const gone = () => setMail({ online: false });
  void navigator.locks
    .request(channelName, { signal: stopped.signal }, () => holdStream(stopped.signal, () => (channel.postMessage('changed'), changed())))
    .catch(() => undefined); // aborted while waiting: another tab has the stream
  const wake = () => document.visibilityState === 'visible' && changed();
  window.addEventListener('online', changed);
  window.addEventListener('offline', gone);
  if (!navigator.onLine) gone();
  // A network may be gone without the browser's knowing: as long as something waits, it is tried.
  const retry = window.setInterval(() => (!mail().online || hasWaiting()) && changed(), 5000);
  document.addEventListener('visibilitychange', wake);
  return () => {
    stopped.abort();
    outboxEvents.onRefused = () => undefined;
    outboxEvents.onQueued = () => undefined;
    sessionEvents.onChanged = () => undefined;
    channel.close();
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', gone);
    window.clearInterval(retry);
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

/** So many changes are asked for one by one; after more, reading anew is less work for both sides. */
const mostRounds = 4;
let rounds = 0;

async function update(): Promise<void> {
  await flush(); // what was done here first: the server's answer is then what it will be
  const { state, bulk } = mail();
  if (bulk) return;
  if (state === null) return startAnew(); // what was begun could not be finished
  const answer = await callMail([['Email/changes', { sinceState: state, maxChanges: 500 }, 'changes']]);
  if (tooOld(answer)) return startAnew();
  const changes = answer('changes') as unknown as Changes;
  if (changes.hasMoreChanges && ++rounds > mostRounds) return startAnew();
  dropDestroyed(changes.destroyed);
  try {
    await followChanges(changes);
  } catch (error) {
    if (!(error instanceof MethodError)) throw error; // what the server refuses to tell now, it refuses again
  }
  setMail({ state: changes.newState }); // not before: what could not be fetched is told once more
  if (changes.hasMoreChanges) again = true;
  else rounds = 0;
}

interface Changes {
  newState: string;
  hasMoreChanges: boolean;
  updated: string[];
  created: string[];
  destroyed: string[];
}

async function followChanges({ updated, created, destroyed }: Changes): Promise<void> {
  const { route } = mail();
  await Promise.all([refreshAll(), refetch(updated), mirrorChanges([...created, ...updated], destroyed).catch(unlessFull)]);
  const touched = created.length + updated.length + destroyed.length > 0;
  if ((!touched && !mail().list.isLocal) || mail().list.key !== listKey(route)) return;
  await readShownAgain();
  if (mail().route.threadId && created.length > 0) await readOpenThread();
}

/** A device that keeps nothing more must not keep the page from following. */
function unlessFull(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}

/** With what has come into it. One that is gone stays as it was shown. */
async function readOpenThread(): Promise<void> {
  const { threadId } = mail().route;
  if (threadId) await fetchThread(threadId).catch(onlyUnreachable);
}

function onlyUnreachable(error: unknown): void {
  if (isUnreachable(error)) throw error;
}

/** Counts and places, also of what others share: there only that something has changed is told, so what is shown is asked for again. */
async function refreshAll(): Promise<void> {
  const before = mail().shared ?? [];
  const shown = accountOfRoute(mail().route).accountId ?? '';
  await refreshMailboxes();
  const { changed, gone } = sharedChanges(before);
  const isOf = (accounts: readonly string[]) => (id: string) => accounts.includes(ofAccount(id).accountId ?? '');
  dropDestroyed([...mail().emails.keys()].filter(isOf(gone)));
  if (gone.includes(shown)) return openBox('inbox');
  if (!changed.includes(shown)) return;
  await refetch([...mail().emails.keys()].filter(isOf(changed)).slice(-500));
  await readShownAgain();
  await readOpenThread();
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

/** One at a time. What does not get to its end is begun again by the next change, as no state is known then. */
export function startAnew(): Promise<void> {
  beginning ??= begin().finally(() => {
    beginning = undefined;
  });
  return beginning;
}

let beginning: Promise<void> | undefined;

async function begin(): Promise<void> {
  rounds = 0;
  setMail({ state: null, full: new Map() });
  forgetLists();
  void mirrorAnew().catch(() => undefined);
  try {
    await loadMailboxes();
    const { route, list } = mail();
    if (list.key === listKey(route))
      await readShownAgain(); // what is looked at first
    else await loadWindow(route, 0);
    await readOpenThread();
    await refetch([...mail().emails.keys()].slice(-2000));
  } catch (error) {
    setMail({ state: null });
    throw error;
  }
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
