/** The windowed query: positions are loaded thirty at a time, with one window around what is seen. */
import { callMail, messageOf } from './call.ts';
import { emptyList, mail, mailboxOfRoute, putEmails, setMail } from './mail-store.ts';
import { parseQuery, type Filter } from './parse-query.ts';
import { writeRoute, type Route } from './route.ts';
import { listProperties, type ListEmail } from './types.ts';

export const windowSize = 30;
const loading = new Set<string>();

export const listKey = ({ box, q }: Route) => writeRoute({ box, q, threadId: null });

/** The filter of a route's list; null while the mailboxes are not known. */
export function filterOf({ box, q }: Route): Filter | null {
  if (mail().mailboxes.length === 0) return null;
  if (box === 'starred') return { hasKeyword: '$flagged' };
  if (box === 'all') return notThrownAway();
  if (box === 'search') {
    const byName = (name: string) =>
      mail().mailboxes.find((one) => one.role === name.toLowerCase() || one.name.toLowerCase() === name.toLowerCase())?.id;
    const filter = parseQuery(q, { mailboxId: byName, today: new Date() });
    return /(?:^|\s)-?in:/i.test(q) ? filter : { operator: 'AND', conditions: [notThrownAway(), filter] };
  }
  const mailbox = mailboxOfRoute(box);
  return mailbox ? { inMailbox: mailbox.id } : { inMailbox: 'none' };
}

/** Loads the window that holds `position` unless it is there or on its way. `again` asks anew, keeping what is shown meanwhile. */
export async function loadWindow(route: Route, position: number, again = false): Promise<void> {
  const filter = filterOf(route);
  if (!filter) return;
  const key = listKey(route);
  const start = Math.max(0, Math.floor(position / windowSize) * windowSize);
  if (mail().list.key !== key) setMail({ list: { ...emptyList, key }, cursor: 0, newAbove: 0, selected: new Set() });
  const { list } = mail();
  const shown = list.ids.slice(start, Math.min(start + windowSize, list.total));
  const known =
    list.status === 'ready' && shown.length === Math.max(0, Math.min(windowSize, list.total - start)) && !shown.includes(undefined);
  const name = `${key} ${start}`;
  if (loading.has(name) || (known && !again)) return;
  loading.add(name);
  try {
    const found = await fetchWindow(filter, start);
    if (mail().list.key !== key) return;
    putEmails(found.emails);
    setMail(({ list: old, threads }) => {
      const ids = Array.from({ length: found.total }, (_, at) =>
        at >= start && at < start + windowSize ? found.ids[at - start] : old.ids[at],
      );
      const nextThreads = new Map(threads);
      for (const thread of found.threads) nextThreads.set(thread.id, thread.emailIds);
      return { threads: nextThreads, list: { key, ids, total: found.total, status: 'ready', error: null } };
    });
  } catch (error) {
    if (mail().list.key === key) setMail({ list: { ...mail().list, status: 'failed', error: messageOf(error) } });
  } finally {
    loading.delete(name);
  }
}

/** RFC 8621 §4.4.1: mail that is in some mailbox other than Junk and Trash. */
function notThrownAway(): Filter {
  const ids = [mailboxOfRoute('junk')?.id, mailboxOfRoute('trash')?.id].filter((id) => id !== undefined);
  return { inMailboxOtherThan: ids };
}

export async function fetchWindow(filter: Filter, position: number) {
  const from = (resultOf: string, name: string, path: string) => ({ resultOf, name, path });
  const answer = await callMail([
    [
      'Email/query',
      {
        filter,
        sort: [{ property: 'receivedAt', isAscending: false }],
        collapseThreads: true,
        position,
        limit: windowSize,
        calculateTotal: true,
      },
      'query',
    ],
    ['Email/get', { '#ids': from('query', 'Email/query', '/ids'), properties: listProperties }, 'shown'],
    ['Thread/get', { '#ids': from('shown', 'Email/get', '/list/*/threadId') }, 'threads'],
    ['Email/get', { '#ids': from('threads', 'Thread/get', '/list/*/emailIds'), properties: listProperties }, 'all'],
  ]);
  return {
    ids: answer('query').ids as string[],
    total: answer('query').total as number,
    threads: answer('threads').list as { id: string; emailIds: string[] }[],
    emails: [...(answer('shown').list as ListEmail[]), ...(answer('all').list as ListEmail[])],
  };
}
