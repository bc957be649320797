/** One change of everything that the shown list's query finds, made by the server: progress while it runs, one undo afterwards. */
import { bulkIsOver } from '#client/jmap/bulk-state.ts';
import { createdBy } from '#client/jmap/connection.ts';
import { words } from '#client/i18n/words.ts';
import { showActivity, showProblem } from '../activity.ts';
import { callMail } from '../call.ts';
import { filterOf } from '../list/load-list.ts';
import { mailboxByRole, mail, setMail } from '../mail-store.ts';
import type { Filter } from '../search/parse-query.ts';
import type { Patch } from './patch.ts';
import { bulkInShared } from './bulk-shared.ts';
import { sharedHere } from '../shared.ts';
import { startAnew } from '../sync.ts';
import type { ListEmail } from '../types.ts';

/** `patchOf` says the same of one email: of mail that somebody shares, each is changed by itself (bulk-shared.ts). */
export function bulkChange(update: Patch, text: string, patchOf: (email: ListEmail) => Patch = () => update): Promise<void> {
  const filter = filterOf(mail().route);
  if (!filter) return Promise.resolve();
  const account = sharedHere();
  return account ? bulkInShared(account.id, filter, patchOf, text) : bulkOf(filter, update, text);
}

/** What would be nowhere afterwards goes to the archive. */
export function bulkOf(filter: Filter, update: Patch, text: string): Promise<void> {
  const keepIn = mailboxByRole('archive')?.id;
  return run({ filter, update, ...(keepIn ? { keepIn } : {}) }, text);
}

/** Out of a mailbox for good: Trash, Junk. This has no undo. */
export function emptyMailbox(mailboxId: string, text: string): Promise<void> {
  return run({ filter: { inMailbox: mailboxId }, destroyFrom: mailboxId }, text);
}

async function run(creation: Record<string, unknown>, text: string): Promise<void> {
  const leavesList =
    'destroyFrom' in creation || Object.keys((creation.update ?? {}) as Patch).some((path) => path.startsWith('mailboxIds/'));
  const { total } = mail().list;
  setMail(({ list }) => ({
    wholeQuery: false,
    selected: new Set<string>(),
    bulk: { text, done: 0, total },
    ...(leavesList ? { list: { ...list, ids: [], total: 0 }, cursor: 0 } : {}),
  }));
  try {
    const answer = await callMail([['BulkChange/set', { create: { bulk: creation } }, 'set']]);
    const { id } = createdBy(answer('set'), 'bulk') as { id: string };
    await watched(id, text);
    showActivity(text, 'destroyFrom' in creation ? null : () => undo(id, total));
  } catch (error) {
    showProblem(error);
  } finally {
    setMail({ bulk: null });
    await startAnew().catch(showProblem);
  }
}

async function undo(id: string, total: number): Promise<void> {
  setMail({ bulk: { text: words('mail')('undoing'), done: 0, total } });
  try {
    const answer = await callMail([['BulkChange/set', { update: { [id]: { undo: true } } }, 'set']]);
    const refused = (answer('set').notUpdated as Record<string, { description?: string }> | null)?.[id];
    if (refused) throw new Error(refused.description ?? '');
    await watched(id, words('mail')('undoing'));
  } finally {
    setMail({ bulk: null });
    await startAnew();
  }
}

/** Says how far it is until it is over. */
const watched = (id: string, text: string): Promise<void> =>
  bulkIsOver(id, callMail, ({ state, done, total }) => setMail({ bulk: { text, done: state === 'undoing' ? total - done : done, total } }));
