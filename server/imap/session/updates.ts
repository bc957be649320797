/** Telling a session what happened to its mailbox elsewhere, at a moment when that is allowed (RFC 9051 §5.2, §7.4.1). */
import type { FetchItem } from '#lib/imap/requests/fetch-items.ts';
import { mailboxChangesSince, takeRecent } from '#server/store/index.ts';
import { findOrdered } from '../messages/find-ordered.ts';
import { sendMessages } from '../messages/send-messages.ts';
import { difference } from './contexts.ts';
import { mailboxFlags } from './mailbox-flags.ts';
import type { Selected } from './selected.ts';
import type { Session } from './session.ts';

interface Wanted {
  expunges: boolean;
  look?: boolean;
  /** More follows before the tagged reply: what is held back now is told then. */
  midway?: boolean;
}

/** Reads what changed (when a hint said so, or `look` is set) and writes the lines. */
export async function sendUpdates(session: Session, wanted: Wanted): Promise<void> {
  const { selected, notify } = session;
  const { look = false } = wanted;
  if (selected) await tellSelected(session, selected, wanted);
  if (session.ended) return;
  if (notify) await notify.tell(look);
  await session.metadata?.tell(session);
}

async function tellSelected(session: Session, selected: Selected, { expunges, look = false, midway = false }: Wanted): Promise<void> {
  await selected.ready();
  const { condstore, rev2, uidOnly, notify } = session;
  const qresync = session.qresync && !midway;
  const { view, contexts } = selected;
  // RFC 5465 §3.1: with NOTIFY and without SELECTED nothing is told of this mailbox but what the session did itself.
  const wanted = notify ? notify.selectedGroup : null;
  let arrivals: number[] = [];
  if ((selected.stale || look) && (!notify || wanted?.events.has('MessageNew'))) arrivals = await refresh(session, selected);
  if (session.ended) return;
  if (expunges && view.vanished.size > 0) for (const line of contexts.forget(view.vanished, view)) session.untagged(line);
  const flags = !notify || (wanted?.events.has('FlagChange') ?? false);
  for (const line of view.takeUpdates({ expunges, condstore, qresync, rev2, uidOnly, flags })) session.untagged(line);
  const found = contexts.isBehind(view) ? await updateContexts(session, selected) : [];
  await fetchArrivals(session, selected, arrivals, wanted?.fetch ?? [], found);
  for (const { lines } of found) for (const line of lines) session.untagged(line);
}

interface Found {
  lines: string[];
  fresh: ReadonlySet<number>;
  fetch: readonly FetchItem[];
}

async function updateContexts(session: Session, selected: Selected): Promise<Found[]> {
  const { view, contexts } = selected;
  contexts.caughtUp(view); // before searching: what changes meanwhile is not lost
  const all: Found[] = [];
  for (const context of contexts.values()) {
    const before = new Set(context.uids);
    // Those that are gone, but not told of yet, are told of when they go.
    const next = (await findOrdered(view, context.key, context.sort)).filter((uid) => before.has(uid) || !view.vanished.has(uid));
    all.push({ lines: difference(context, next, view), fresh: new Set(next.filter((uid) => !before.has(uid))), fetch: context.fetch });
  }
  return all;
}

/** RFC 5465 §5.2, §7: one FETCH for each new message, with all that was asked for. */
async function fetchArrivals(
  session: Session,
  selected: Selected,
  arrivals: number[],
  wanted: readonly FetchItem[],
  found: Found[],
): Promise<void> {
  for (const uid of arrivals) {
    if (selected.ownArrivals.delete(uid)) continue;
    const items = [...wanted, ...found.filter(({ fresh }) => fresh.has(uid)).flatMap(({ fetch }) => fetch)];
    const index = selected.view.indexOf(uid);
    if (items.length === 0 || index < 0) continue;
    const names = new Set<string>();
    const once = [{ item: 'UID' } as const, ...items].filter((item) => {
      const name = 'label' in item ? item.label : item.item;
      return !names.has(name) && names.add(name);
    });
    await sendMessages(session, [index], once);
  }
}

async function refresh(session: Session, selected: Selected): Promise<number[]> {
  const hinted = selected.takeHints();
  try {
    const changes = await mailboxChangesSince(selected.accountId, selected.mailboxId, selected.view.modseq);
    if (!changes || changes.mailbox.uidvalidity !== selected.uidvalidity) return (session.bye('The selected mailbox was deleted.'), []);
    const arrivals = selected.view.apply(changes);
    selected.doubles = changes.mailbox.doubles;
    selected.view.modseq = Math.max(selected.view.modseq, hinted);
    if (arrivals.length > 0) await noteRecent(selected, arrivals);
    announceKeywords(session, selected, changes.mailbox.keywords);
    return arrivals;
  } catch (error) {
    selected.hint();
    throw error;
  }
}

/** RFC 3501 §2.3.2: \Recent goes to one session only, and EXAMINE takes it from no one. */
export async function noteRecent(selected: Selected, uids: readonly number[]): Promise<void> {
  if (selected.readOnly) return;
  const { recent, claimed } = selected.view;
  // The last claim may have been made after these arrived, but before they were read.
  if (uids.some((uid) => uid > claimed.to)) Object.assign(claimed, await takeRecent(selected.accountId, selected.mailboxId));
  for (const uid of uids) if (uid > claimed.from && uid <= claimed.to) recent.add(uid);
}

/** New keywords are listed before anything uses them (RFC 9051 §7.3.5). */
export function announceKeywords(session: Session, selected: Selected, keywords: readonly string[]): void {
  if (keywords.every((keyword) => selected.keywords.includes(keyword))) return;
  selected.keywords = [...new Set([...selected.keywords, ...keywords])];
  for (const line of mailboxFlags(selected.keywords, selected)) session.untagged(line);
}
