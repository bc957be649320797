/** Changes of the address, without a round trip: the URL first, then the model follows it. */
import { forgetPlace, keepList } from './list/known-lists.ts';
import { listKey, loadWindow } from './list/load-list.ts';
import { loadThread } from './load-thread.ts';
import { mail, setMail } from './mail-store.ts';
import { sharedHere, sharedOf } from './shared.ts';
import { ownerIn } from './search/parse-query.ts';
import { readRoute, writeRoute, type Route } from './route.ts';

export function go(route: Route, { replace = false } = {}): void {
  const url = writeRoute(route);
  if (listKey(route) !== listKey(mail().route)) forgetPlace(listKey(route));
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  follow();
}

/** Makes the model show what the address says; also called for Back and Forward. */
export function follow(): void {
  const route = readRoute(location.pathname, location.search);
  const sameList = listKey(route) === listKey(mail().route);
  keepList(mail().list);
  setMail({ route, panel: null, ...(sameList ? {} : { selected: new Set<string>(), wholeQuery: false }) });
  void loadWindow(route, 0);
  if (route.threadId) void loadThread(route.threadId).catch(() => undefined);
}

export const openBox = (box: string) => go({ box, threadId: null, q: '' });
export const search = (q: string) => go({ box: 'search', threadId: null, q });

/** What is asked in a mailbox that somebody shares is asked of his mail: the query says so, and can be told otherwise. */
export function searchHere(q: string): void {
  const owner = ownerIn(q) === undefined && mail().route.box !== 'search' ? sharedHere()?.name : undefined;
  search(owner ? `shared:${owner} ${q}` : q);
}

export function openThread(threadId: string | null, options: { replace?: boolean } = {}): void {
  const { route } = mail();
  go({ ...route, threadId }, { replace: options.replace ?? Boolean(route.threadId && threadId) });
}

/** Drafts are opened in the composer, everything else in the reading pane. */
export async function openRow(position: number): Promise<void> {
  const { list, emails } = mail();
  const id = list.ids[position];
  const email = id ? emails.get(id) : undefined;
  if (!email) return;
  setMail({ cursor: position });
  if (email.keywords.$draft && !sharedOf(id) && (mail().threads.get(email.threadId)?.length ?? 1) === 1) {
    const { openCompose } = await import('../compose/open-compose.ts');
    openCompose({ kind: 'draft', emailId: email.id });
    return;
  }
  openThread(email.threadId);
  const next = list.ids[position + 1];
  const nextThread = next ? emails.get(next)?.threadId : undefined;
  if (nextThread) void loadThread(nextThread).catch(() => undefined); // so that going on is instant
}
