/** The messages of a mailbox that SELECT has described by its counters already: the view is to be of that state, and the rest is news. */
import { mailboxChangesSince, type Mailbox } from '#server/store/index.ts';
import { openRows } from '../mailboxes/opened.ts';
import type { View } from './view.ts';

/** False when the mailbox is gone, or nobody can say any more what it was. */
export async function loadRows(view: View, said: Mailbox): Promise<boolean> {
  const opened = await openRows(view.accountId, view.mailboxId);
  if (!opened || opened.mailbox.uidvalidity !== said.uidvalidity) return false;
  if (opened.mailbox.modseq === said.modseq) {
    view.adopt(opened.rows);
    return view.count === said.total;
  }
  const changes = await mailboxChangesSince(view.accountId, view.mailboxId, said.modseq);
  if (!changes) return false;
  view.adopt(opened.rows.asOf(said.uidnext, changes.vanished));
  if (view.count !== said.total) return false;
  view.apply(changes);
  return true;
}
