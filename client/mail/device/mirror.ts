/**
 * Fills the device in the background: the metadata of all mail, newest first, then the bodies of the last thirty days, at most five
 * thousand. One tab does it (Web Locks), a piece at a time while the browser is idle; where it stopped it goes on after a reload. From then
 * on each change is followed as it comes.
 */
import { callMail } from '../call.ts';
import { MethodError } from '#client/jmap/connection.ts';
import { bodyDays, device, deviceAll, deviceForget, mostBodies } from './device.ts';
import { mail, useMail } from '../mail-store.ts';
import { isComplete, mirrorProgress, setMirrorProgress, type Progress } from './mirror-progress.ts';
import { asItWillBe } from './outbox.ts';
import { bodyArguments, listProperties, type FullEmail, type ListEmail } from '../types.ts';

export const mirrorPiece = 500;
const bodyPiece = 20;
const longestBody = 256_000;

let isHere = false;

/** The result stops it. `pause` is waited for between two pieces. */
export function startMirror(pause: () => Promise<void> = idle): () => void {
  const stopped = new AbortController();
  const gone = new Promise<void>((resolve) => stopped.signal.addEventListener('abort', () => resolve()));
  const work = async () => {
    isHere = true;
    await Promise.race([fill(stopped.signal, pause).then(() => gone), gone]);
  };
  const run = navigator.locks ? navigator.locks.request('posthorn-mirror', { signal: stopped.signal }, work) : work();
  void run.catch(() => undefined).finally(() => (isHere = false));
  return () => stopped.abort();
}

async function fill(signal: AbortSignal, pause: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await pause();
    await untilNoBulk();
    if (signal.aborted) return;
    try {
      if (await isComplete()) {
        await fillBodies(signal, pause);
        return;
      }
      await nextPiece();
    } catch {
      await online(signal); // the network is gone, or the server is busy
    }
  }
}

/** What is held in memory follows changes by itself, and has perhaps changed since the server was asked. */
const asItIs = (email: ListEmail): ListEmail => mail().emails.get(email.id) ?? asItWillBe(email);

async function nextPiece(): Promise<void> {
  const database = await device();
  if (!database) return;
  const { anchor } = await mirrorProgress();
  const from = (path: string) => ({ resultOf: 'query', name: 'Email/query', path });
  const place = anchor ? { anchor, anchorOffset: 1 } : { position: 0 };
  const answer = await callMail([
    ['Email/query', { sort: [{ property: 'receivedAt', isAscending: false }], ...place, limit: mirrorPiece }, 'query'],
    ['Email/get', { '#ids': from('/ids'), properties: listProperties }, 'get'],
  ]);
  let ids: string[];
  try {
    ids = answer('query').ids as string[];
  } catch (error) {
    if (!(error instanceof MethodError) || error.type !== 'anchorNotFound') throw error;
    await setMirrorProgress({ anchor: null, complete: false }); // it was deleted meanwhile: from the top
    return;
  }
  const transaction = database.transaction(['emails', 'facts'], 'readwrite');
  for (const email of answer('get').list as ListEmail[]) void transaction.objectStore('emails').put(asItIs(email));
  const next: Progress = { anchor: ids.at(-1) ?? anchor, complete: ids.length < mirrorPiece };
  void transaction.objectStore('facts').put(next, 'mirror');
  await transaction.done;
}

/** What the server said has changed since; for what is not in the model, which follows by itself. */
export async function mirrorChanges(changed: readonly string[], destroyed: readonly string[]): Promise<void> {
  if (destroyed.length > 0) await deviceForget(destroyed);
  const database = await device();
  if (!database || !isHere) return;
  const missing = changed.filter((id) => !mail().emails.has(id));
  for (let at = 0; at < missing.length; at += mirrorPiece) {
    const answer = await callMail([['Email/get', { ids: missing.slice(at, at + mirrorPiece), properties: listProperties }, 'get']]);
    const transaction = database.transaction('emails', 'readwrite');
    for (const email of answer('get').list as ListEmail[]) void transaction.store.put(asItWillBe(email));
    await transaction.done;
  }
}

let readings = 0;

/** The server no longer tells what has changed: everything is read again, and what it does not have any more goes. The last call counts. */
export async function mirrorAnew(): Promise<void> {
  const reading = ++readings;
  const database = await device();
  if (!database) return;
  await setMirrorProgress({ anchor: null, complete: false });
  const gone: string[] = [];
  for await (const piece of deviceAll(mirrorPiece)) {
    await untilNoBulk();
    if (reading !== readings) return;
    const answer = await callMail([['Email/get', { ids: piece.map(({ id }) => id), properties: ['id'] }, 'get']]);
    gone.push(...(answer('get').notFound as string[]));
  }
  await deviceForget(gone);
}

async function fillBodies(signal: AbortSignal, pause: () => Promise<void>): Promise<void> {
  const database = await device();
  if (!database || (navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return;
  const after = new Date(Date.now() - bodyDays * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const query = { filter: { after }, sort: [{ property: 'receivedAt', isAscending: false }], limit: mostBodies };
  const ids = (await callMail([['Email/query', query, 'query']]))('query').ids as string[];
  const there = new Set(await database.getAllKeys('full'));
  const missing = ids.filter((id) => !there.has(id));
  for (let at = 0; at < missing.length && !signal.aborted; at += bodyPiece) {
    await pause();
    await untilNoBulk();
    const get = { ...bodyArguments, ids: missing.slice(at, at + bodyPiece), maxBodyValueBytes: longestBody };
    const answer = await callMail([['Email/get', get, 'get']]);
    const transaction = database.transaction('full', 'readwrite');
    for (const email of answer('get').list as FullEmail[]) {
      // One that is cut off is read whole when it is opened.
      if (Object.values(email.bodyValues).some(({ isTruncated }) => isTruncated)) continue;
      void transaction.store.put({ email: { ...email, ...mail().emails.get(email.id) }, at: Date.parse(email.receivedAt) }, email.id);
    }
    await transaction.done;
  }
}

/** While all of a list is changed, what is read would have to be read again, and the server has enough to do. */
function untilNoBulk(): Promise<void> {
  return new Promise((resolve) => {
    if (mail().bulk === null) return resolve();
    const stop = useMail.subscribe(({ bulk }) => {
      if (bulk !== null) return;
      stop();
      resolve();
    });
  });
}

/** When the browser has nothing else to do. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    const later = () => setTimeout(resolve, 100);
    if ('requestIdleCallback' in window) requestIdleCallback(later, { timeout: 3000 });
    else setTimeout(resolve, 1000);
  });
}

/** Or when it has waited long enough; nothing of the waiting stays. */
function online(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const now = () => resolve();
  const timer = setTimeout(now, 20_000);
  signal.addEventListener('abort', now);
  window.addEventListener('online', now);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', now);
    window.removeEventListener('online', now);
  });
}
