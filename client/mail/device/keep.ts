/** Writes the model to the device as it changes, a moment later and when the browser is idle; reads it back at a start. */
import { bodyDays, device, deviceEmails, mostBodies, openDevice } from './device.ts';
import { keepList } from '../list/known-lists.ts';
import { listKey } from '../list/load-list.ts';
import { knowThreads } from './local-list.ts';
import { mail, putEmails, setMail, useMail, type ListState, type MailState } from '../mail-store.ts';
import { asItWillBe, restoreQueue } from './outbox.ts';
import { readRoute } from '../route.ts';
import { sharedOf } from '../shared.ts';

const mostLists = 60;
/** Of a list, so many rows are there at once. */
const firstRows = 60;
const mostRestored = 1500;

type Facts = Pick<MailState, 'mailboxes' | 'settings' | 'quota' | 'state' | 'hostname'>;

/** What the address shows, from the device; the rest of what it keeps follows when it is needed. True when there was something to show. */
export async function restore(me: string): Promise<boolean> {
  const database = await openDevice(me);
  if (!database) return false;
  const shown = listKey(readRoute(location.pathname, location.search));
  const [facts, lists] = await Promise.all([database.get('facts', 'model') as Promise<Facts | undefined>, database.getAll('lists')]);
  if (!facts || mail().mailboxes.length > 0) {
    await restoreQueue();
    return false;
  }
  for (const list of lists.slice(0, mostLists)) keepList({ ...list, status: 'ready', error: null });
  void Promise.all(lists.slice(mostLists).map(({ key }) => database.delete('lists', key)));
  const ids =
    lists
      .find(({ key }) => key === shown)
      ?.ids.slice(0, firstRows)
      .filter((id) => id !== undefined) ?? [];
  const emails = await deviceEmails(ids);
  setMail({ ...facts, emails: new Map(emails.map((email) => [email.id, email])) });
  await knowThreads(emails.map(({ threadId }) => threadId));
  kept = { emails: mail().emails, full: mail().full };
  await restoreQueue();
  void restoreRest(lists).catch(() => undefined);
  return true;
}

/** For other lists, and for what is offered while one types. */
async function restoreRest(lists: readonly { ids: (string | undefined)[] }[]): Promise<void> {
  const ids = new Set(lists.flatMap((list) => list.ids.slice(0, firstRows)).filter((id) => id !== undefined));
  const emails = await deviceEmails([...ids].filter((id) => !mail().emails.has(id)).slice(0, mostRestored));
  putEmails(emails.filter(({ id }) => !mail().emails.has(id)).map(asItWillBe));
  await knowThreads(emails.map(({ threadId }) => threadId));
}

let kept: Pick<MailState, 'emails' | 'full'> = { emails: new Map(), full: new Map() };
let keptFacts: Facts | undefined;
let keptList: ListState | undefined;

/** The result stops it. */
export function startKeeping(): () => void {
  let timer: number | undefined;
  const later = () => {
    timer ??= window.setTimeout(() => {
      timer = undefined;
      void keep().catch(() => undefined); // a full disk: the server has everything
    }, 400);
  };
  const stop = useMail.subscribe(later);
  const now = () => document.visibilityState === 'hidden' && void keep().catch(() => undefined);
  document.addEventListener('visibilitychange', now);
  later();
  return () => {
    stop();
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', now);
  };
}

async function keep(): Promise<void> {
  const database = await device();
  if (!database) return;
  const { emails, full, list, mailboxes, settings, quota, state, hostname } = mail();
  const before = kept;
  kept = { emails, full };
  const transaction = database.transaction(['emails', 'full', 'lists', 'facts'], 'readwrite');
  const at = Date.now();
  const work: Promise<unknown>[] = [];
  const stores = { emails: transaction.objectStore('emails'), full: transaction.objectStore('full') };
  // What is no longer held in memory stays on the device; what the server destroyed, sync.ts takes from there.
  // Other people's mail is theirs to take back: it is never written here.
  for (const [id, email] of changedIn(before.emails, emails)) if (!sharedOf(id)) work.push(stores.emails.put(email));
  for (const [id, email] of changedIn(before.full, full)) if (!sharedOf(id)) work.push(stores.full.put({ email, at }, id));
  if (list !== keptList && list.status === 'ready') {
    keptList = list;
    keepList(list);
    if (!list.isLocal && !list.ids.some((id) => sharedOf(id)))
      work.push(transaction.objectStore('lists').put({ key: list.key, ids: list.ids.slice(0, 300), total: list.total }));
  }
  const facts = { mailboxes, settings, quota, state, hostname };
  if (mailboxes.length > 0 && (!keptFacts || Object.entries(facts).some(([name, value]) => keptFacts?.[name as keyof Facts] !== value))) {
    keptFacts = facts;
    work.push(transaction.objectStore('facts').put(facts, 'model'));
  }
  work.push(transaction.done);
  await Promise.all(work);
}

function changedIn<T>(before: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): [string, T][] {
  return before === now ? [] : [...now].filter(([id, value]) => before.get(id) !== value);
}

/** Bodies older than a month, or beyond what a device should hold. */
export async function forgetOldBodies(): Promise<void> {
  const database = await device();
  if (!database) return;
  const store = database.transaction('full', 'readwrite').store;
  const oldest = Date.now() - bodyDays * 86_400_000;
  let surplus = (await store.count()) - mostBodies;
  for (let cursor = await store.index('at').openCursor(); cursor; cursor = await cursor.continue()) {
    if (surplus-- <= 0 && cursor.value.at > oldest) return;
    await cursor.delete();
  }
}
