/**
 * Mailboxes as they were when they were last selected, left or idled in, so that a program that comes and goes does not make us read
 * 100,000 rows each time, and that sessions with the same mailbox have it in memory once. What is kept is exact as of its mod-sequence, and
 * is brought up to date by what changed since; nobody else writes into it.
 */
import { mailboxChangesSince, readColumns, type Mailbox } from '#server/store/index.ts';
import { Rows } from '../session/rows.ts';
import { View } from '../session/view.ts';

/**
 * `from`: reading fewer messages is as fast as asking what changed, or as counting them first. `most`: messages of all kept mailboxes
 * together, 30 octets each.
 */
export const keeping = { from: 2000, most: 1_000_000 };

interface Kept {
  uidvalidity: number;
  modseq: number;
  rows: Rows;
}
const kept = new Map<string, Kept>();
let messages = 0;

export interface Opened {
  mailbox: Mailbox;
  /** The caller's own, as far as he can tell. */
  rows: Rows;
}

/** Null when the mailbox is gone; undefined when it is large and not at hand: the caller may be content with less. */
export async function openKept(accountId: number, mailboxId: number, total: number): Promise<Opened | null | undefined> {
  const known = total >= keeping.from ? kept.get(keyOf(accountId, mailboxId)) : undefined;
  if (known) return bringUpToDate(accountId, mailboxId, known);
  return total < keeping.from ? openRows(accountId, mailboxId) : undefined;
}

/** Null when the mailbox is gone. */
export async function openRows(accountId: number, mailboxId: number): Promise<Opened | null> {
  const known = kept.get(keyOf(accountId, mailboxId));
  if (known && known.rows.count >= keeping.from) {
    const found = await bringUpToDate(accountId, mailboxId, known);
    if (found !== undefined) return found;
  }
  const opened = await readColumns(accountId, mailboxId);
  if (!opened) return null;
  const { mailbox } = opened;
  const rows = Rows.of(opened.columns);
  if (rows.count >= keeping.from && rows.count === mailbox.total) keep(keyOf(accountId, mailboxId), rows, mailbox);
  return { mailbox, rows };
}

/** Undefined: what is kept is of a mailbox of that number that was there before. */
async function bringUpToDate(accountId: number, mailboxId: number, known: Kept): Promise<Opened | null | undefined> {
  const key = keyOf(accountId, mailboxId);
  const changes = await mailboxChangesSince(accountId, mailboxId, known.modseq);
  if (!changes) return (forget(key), null);
  const { mailbox } = changes;
  if (mailbox.uidvalidity !== known.uidvalidity) return (forget(key), undefined);
  const view = new View({ accountId, mailboxId }, known.rows.share(), known.modseq);
  if (changes.changed.length + changes.vanished.length > 0) {
    view.apply(changes);
    view.takeUpdates({ expunges: true, condstore: false, qresync: false });
    if (view.count === mailbox.total) keep(key, view.rows, mailbox);
  }
  return { mailbox, rows: view.rows };
}

/** A session that waits has what others have, once for all of them. It must have been told everything that its view knows. */
export function shareRows(view: View, uidvalidity: number): void {
  if (view.rows.isShared || view.vanished.size > 0) return;
  const key = keyOf(view.accountId, view.mailboxId);
  const known = kept.get(key);
  if (known?.uidvalidity === uidvalidity && known.rows.sameAs(view.rows)) {
    known.modseq = Math.max(known.modseq, view.modseq);
    view.adopt(known.rows.share());
  } else if (!known || known.modseq <= view.modseq) keep(key, view.rows, { uidvalidity, modseq: view.modseq });
}

const keyOf = (accountId: number, mailboxId: number) => `${accountId}:${mailboxId}`;

/** The one used longest ago goes first. */
function keep(key: string, rows: Rows, { uidvalidity, modseq }: { uidvalidity: number; modseq: number }): void {
  forget(key);
  if (rows.count > keeping.most) return;
  kept.set(key, { uidvalidity, modseq, rows: rows.share() });
  messages += rows.count;
  for (const oldest of kept.keys()) {
    if (messages <= keeping.most) break;
    forget(oldest);
  }
}

function forget(key: string): void {
  messages -= kept.get(key)?.rows.count ?? 0;
  kept.delete(key);
}
