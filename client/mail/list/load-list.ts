/** The windowed query: positions are loaded thirty at a time, with one window around what is seen. */
import { callMail } from '../call.ts';
import { emptyList, mail, mailboxOfRoute, putEmails, setMail } from '../mail-store.ts';
import { zoneName } from '#client/i18n/format-date.ts';
import { mailboxByName } from '../mailboxes/mailbox-by-name.ts';
import { namesPlace, ownerIn, parseQuery, type Filter } from '../search/parse-query.ts';
import { plainSnippet } from '../search/plain-snippet.ts';
import { asItWillBe, settled } from '../device/outbox.ts';
import { knownList, placeIn } from './known-lists.ts';
import { showLocalList } from '../device/local-list.ts';
import { accountOfRoute, ofAccount, sharedOfRoute } from '../shared.ts';
import { isComplete } from '../device/mirror-progress.ts';
import { writeRoute, type Route } from '../route.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { isUnreachable } from '#client/jmap/connection.ts';
import { listProperties, type ListEmail, type Mailbox } from '../types.ts';

export const windowSize = 30;
const loading = new Set<string>();

export const listKey = ({ box, q }: Route) => writeRoute({ box, q, threadId: null });

/** The filter of a route's list; null while the mailboxes are not known. */
export function filterOf({ box, q }: Route): Filter | null {
  if (mail().mailboxes.length === 0) return null;
  if (box === 'starred') return { operator: 'AND', conditions: [notThrownAway(), { hasKeyword: '$flagged' }] };
  if (box === 'all') return notThrownAway();
  if (box === 'search') {
    const isOthers = ownerIn(q) !== undefined;
    if (isOthers && mail().shared === null) return null;
    const account = sharedOfRoute({ box, q });
    if (isOthers && !account) return { inMailbox: 'none' }; // shared no longer, or by nobody whom we know
    const mailboxes = account?.mailboxes ?? mail().mailboxes;
    const mailboxId = (name: string) => mailboxByName(name, mailboxes);
    const filter = parseQuery(q, { mailboxId, now: new Date(), zone: zoneName(mail().settings) });
    return namesPlace(q) ? filter : { operator: 'AND', conditions: [notThrownAway(mailboxes), filter] };
  }
  const mailbox = mailboxOfRoute(box);
  if (mailbox) return { inMailbox: mailbox.id };
  return mail().shared === null ? null : { inMailbox: 'none' }; // it may be one that somebody shares
}

/** Loads the window that holds `position` unless it is there or on its way. `again` asks anew, keeping what is shown meanwhile. */
export async function loadWindow(route: Route, position: number, again = false): Promise<void> {
  const filter = filterOf(route);
  if (!filter) return;
  const key = listKey(route);
  const start = Math.max(0, Math.floor(position / windowSize) * windowSize);
  if (mail().list.key !== key) {
    // What was shown of this list before is there at once, and is asked for again.
    const before = knownList(key);
    setMail({ list: before ?? { ...emptyList, key }, cursor: placeIn(key).cursor, newAbove: 0, selected: new Set(), wholeQuery: false });
    if (before) again = true;
  }
  const { list } = mail();
  const shown = list.ids.slice(start, Math.min(start + windowSize, list.total));
  const isLoaded = (id: string | undefined) => id !== undefined && mail().emails.has(id);
  const isWhole = shown.length === Math.max(0, Math.min(windowSize, list.total - start));
  const known = list.status === 'ready' && isWhole && shown.every(isLoaded);
  const name = `${key} ${start}`;
  if (loading.has(name) || (known && !again)) return;
  loading.add(name);
  try {
    const found = await fetchWindow(route, filter, start);
    if (mail().list.key !== key) return;
    putEmails(found.emails);
    if (route.box === 'search') void loadSnippets(filter, found.ids);
    setMail(({ list: old, threads }) => {
      const ids = Array.from({ length: found.total }, (_, at) =>
        at >= start && at < start + windowSize ? found.ids[at - start] : old.ids[at],
      );
      const nextThreads = new Map(threads);
      for (const thread of found.threads) nextThreads.set(thread.id, thread.emailIds);
      return { threads: nextThreads, list: { key, ids, total: found.total, status: 'ready', error: null } };
    });
  } catch (error) {
    // Without network, what the device knows of the list is better than nothing.
    if (
      isUnreachable(error) &&
      mail().list.key === key &&
      !sharedOfRoute(route) &&
      ((await isComplete()) || mail().list.status !== 'ready')
    ) {
      await showLocalList(key, filter);
      return;
    }
    const isKnown = isUnreachable(error) && mail().list.status === 'ready';
    if (mail().list.key === key && !isKnown) setMail({ list: { ...mail().list, status: 'failed', error: wordsOf(error) } });
  } finally {
    loading.delete(name);
  }
}

/** RFC 8621 §4.4.1: mail that is in some mailbox other than Junk and Trash. */
function notThrownAway(mailboxes: readonly Mailbox[] = mail().mailboxes): Filter {
  return { inMailboxOtherThan: mailboxes.filter(({ role }) => role === 'junk' || role === 'trash').map(({ id }) => id) };
}

/** Of the account whose mail the route shows. */
export async function fetchWindow(route: Route, filter: Filter, position: number) {
  await settled();
  const account = accountOfRoute(route);
  const from = (resultOf: string, name: string, path: string) => ({ resultOf, name, path });
  const answer = await callMail([
    [
      'Email/query',
      {
        ...account,
        filter,
        sort: [{ property: 'receivedAt', isAscending: false }],
        collapseThreads: true,
        position,
        limit: windowSize,
        calculateTotal: true,
      },
      'query',
    ],
    ['Email/get', { ...account, '#ids': from('query', 'Email/query', '/ids'), properties: ['threadId'] }, 'shown'],
    ['Thread/get', { ...account, '#ids': from('shown', 'Email/get', '/list/*/threadId') }, 'threads'],
    ['Email/get', { ...account, '#ids': from('threads', 'Thread/get', '/list/*/emailIds'), properties: listProperties }, 'all'],
  ]);
  return {
    ids: answer('query').ids as string[],
    total: answer('query').total as number,
    threads: answer('threads').list as { id: string; emailIds: string[] }[],
    emails: (answer('all').list as ListEmail[]).map(asItWillBe),
  };
}

/** Where the words stand in what was found. Comes after the rows: they do not wait for it. */
async function loadSnippets(filter: Filter, emailIds: string[]): Promise<void> {
  if (emailIds.length === 0) return;
  const answer = await callMail([['SearchSnippet/get', { ...ofAccount(emailIds[0]), filter, emailIds }, 'snippets']]).catch(() => null);
  if (!answer) return;
  const found = answer('snippets').list as { emailId: string; subject: string | null; preview: string | null }[];
  setMail(({ snippets }) => {
    const next = new Map(snippets);
    for (const { emailId, subject, preview } of found) next.set(emailId, { subject, preview: preview && plainSnippet(preview) });
    return { snippets: next };
  });
}
