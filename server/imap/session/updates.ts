/** Telling a session what happened to its mailbox elsewhere, at a moment when that is allowed (RFC 9051 §5.2, §7.4.1). */
import { mailboxChangesSince, takeRecent } from '#server/store/index.ts';
import type { Selected } from './selected.ts';
import type { Session } from './session.ts';
import { mailboxFlags } from './mailbox-flags.ts';

/** Reads what changed (when a hint said so, or `look` is set) and writes the lines. */
export async function sendUpdates(session: Session, { expunges, look = false }: { expunges: boolean; look?: boolean }): Promise<void> {
  const { selected, condstore, qresync } = session;
  if (!selected) return;
  if (selected.stale || look) await refresh(session, selected);
  if (session.ended) return;
  for (const line of selected.view.takeUpdates({ expunges, condstore, qresync })) session.untagged(line);
}

async function refresh(session: Session, selected: Selected): Promise<void> {
  selected.stale = false; // before reading: a hint that comes meanwhile is not lost
  try {
    const changes = await mailboxChangesSince(session.accountId, selected.mailboxId, selected.view.modseq);
    if (!changes || changes.mailbox.uidvalidity !== selected.uidvalidity) return session.bye('The selected mailbox was deleted.');
    const arrivals = selected.view.apply(changes);
    if (arrivals.length > 0) await noteRecent(session.accountId, selected, arrivals);
    announceKeywords(session, selected, changes.mailbox.keywords);
  } catch (error) {
    selected.stale = true;
    throw error;
  }
}

/** RFC 3501 §2.3.2: \Recent goes to one session only, and EXAMINE takes it from no one. */
export async function noteRecent(accountId: number, selected: Selected, uids: readonly number[]): Promise<void> {
  if (selected.readOnly) return;
  const { recent, claimed } = selected.view;
  // The last claim may have been made after these arrived, but before they were read.
  if (uids.some((uid) => uid > claimed.to)) Object.assign(claimed, await takeRecent(accountId, selected.mailboxId));
  for (const uid of uids) if (uid > claimed.from && uid <= claimed.to) recent.add(uid);
}

/** New keywords are listed before anything uses them (RFC 9051 §7.3.5). */
export function announceKeywords(session: Session, selected: Selected, keywords: readonly string[]): void {
  if (keywords.every((keyword) => selected.keywords.includes(keyword))) return;
  selected.keywords = [...new Set([...selected.keywords, ...keywords])];
  for (const line of mailboxFlags(selected.keywords, selected.readOnly)) session.untagged(line);
}
