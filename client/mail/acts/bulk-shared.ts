/**
 * One change of everything that a query finds in mail that somebody shares. What may be done with an email there depends on each of its
 * mailboxes, also on those that are not shared, so each is changed by itself, by the standard's own methods, many at a time: the server
 * refuses what is not allowed, and how many that were is said.
 */
import { words } from '#client/i18n/words.ts';
import { showActivity, showProblem } from '../activity.ts';
import { callMail } from '../call.ts';
import { setMail } from '../mail-store.ts';
import type { Filter } from '../search/parse-query.ts';
import { reverse, type Patch, type Patches } from './patch.ts';
import { forgetLists } from '../list/known-lists.ts';
import { refreshMailboxes } from '../mailboxes/load-mailboxes.ts';
import { refetch, reloadShown } from '../list/reload-list.ts';
import { listProperties, type ListEmail } from '../types.ts';

/** RFC 8620 §2, maxObjectsInGet and maxObjectsInSet: not more than these at once. */
const atOnce = 250;

export async function bulkInShared(accountId: string, filter: Filter, patchOf: (email: ListEmail) => Patch, text: string): Promise<void> {
  setMail({ wholeQuery: false, selected: new Set<string>() });
  const back: Patches = {};
  let refused = 0;
  const work = async () => {
    const ids = await allOf(accountId, filter);
    for (let at = 0; at < ids.length; at += atOnce) {
      setMail({ bulk: { text, done: at, total: ids.length } });
      const some = ids.slice(at, at + atOnce);
      const answer = await callMail([['Email/get', { accountId, ids: some, properties: listProperties }, 'get']]);
      const emails = (answer('get').list as ListEmail[]).map((email) => [email, patchOf(email)] as const);
      const wanted = emails.filter(([, patch]) => Object.keys(patch).length > 0);
      const failed = await update(accountId, Object.fromEntries(wanted.map(([{ id }, patch]) => [id, patch])));
      refused += failed.size;
      for (const [email, patch] of wanted) if (!failed.has(email.id)) back[email.id] = reverse(patch, email);
    }
  };
  await watched(work, back);
  const said = refused > 0 ? words('mail')('shared.someRefused', { count: refused }) : text;
  const undo = () => watched(() => inPieces(accountId, back), back);
  showActivity(said, Object.keys(back).length > 0 ? undo : null);
}

/** All ids, before anything is changed: afterwards they stand at other places. */
async function allOf(accountId: string, filter: Filter): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const answer = (await callMail([['Email/query', { accountId, filter, position: ids.length, calculateTotal: true }, 'query']]))('query');
    ids.push(...(answer.ids as string[]));
    if ((answer.ids as string[]).length === 0 || ids.length >= (answer.total as number)) return ids;
  }
}

async function inPieces(accountId: string, patches: Patches): Promise<void> {
  const all = Object.entries(patches);
  for (let at = 0; at < all.length; at += atOnce) {
    setMail({ bulk: { text: words('mail')('undoing'), done: at, total: all.length } });
    await update(accountId, Object.fromEntries(all.slice(at, at + atOnce)));
  }
}

/** The ids of those that the server refused. */
async function update(accountId: string, patches: Patches): Promise<Set<string>> {
  if (Object.keys(patches).length === 0) return new Set();
  const answer = (await callMail([['Email/set', { accountId, update: patches }, 'set']]))('set');
  return new Set(Object.keys((answer.notUpdated as Record<string, unknown> | null) ?? {}));
}

/** What was done until a failure stays done; the lists are read anew in any case. */
async function watched(work: () => Promise<void>, changed: Patches): Promise<void> {
  try {
    await work();
  } catch (error) {
    showProblem(error);
  } finally {
    setMail({ bulk: null });
    forgetLists();
    await Promise.all([refreshMailboxes(), refetch(Object.keys(changed))]).then(reloadShown, showProblem);
  }
}
