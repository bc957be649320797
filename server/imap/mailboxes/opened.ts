/**
 * Mailboxes as they were when they were last selected or left, so that a program that comes and goes does not make us read 100,000 rows
 * each time. What is kept is exact as of its mod-sequence, and is brought up to date by what changed since; nobody else writes into it.
 */
import { mailboxChangesSince, openMailbox, type Mailbox } from '#server/store/index.ts';
import { View, type ViewRows } from '../session/view.ts';

/** Messages of all kept mailboxes together: some 50 octets each. */
const mostMessages = 1_000_000;
/** Reading few is as fast as asking what changed. */
export const keeping = { from: 2000 };

interface Kept {
  uidvalidity: number;
  modseq: number;
  rows: ViewRows;
}
const kept = new Map<string, Kept>();
let messages = 0;

/** The mailbox and its rows, which are the caller's own; null when it is gone. */
export async function openRows(accountId: number, mailboxId: number): Promise<{ mailbox: Mailbox; rows: ViewRows } | null> {
  const key = `${accountId}:${mailboxId}`;
  const known = kept.get(key);
  if (known) {
    const changes = await mailboxChangesSince(accountId, mailboxId, known.modseq);
    if (!changes) return (forget(key), null);
    if (changes.mailbox.uidvalidity === known.uidvalidity) {
      const view = new View({ accountId, mailboxId }, copyOf(known.rows), known.modseq);
      if (changes.changed.length + changes.vanished.length === 0) return { mailbox: changes.mailbox, rows: view.rows };
      view.apply(changes);
      view.takeUpdates({ expunges: true, condstore: false, qresync: false });
      keep(key, view.rows, changes.mailbox);
      return { mailbox: changes.mailbox, rows: view.rows };
    }
    forget(key);
  }
  const opened = await openMailbox(accountId, mailboxId);
  if (!opened) return null;
  const { mailbox, ...rows } = opened;
  keep(key, rows, mailbox);
  return { mailbox, rows };
}

/** The one used longest ago goes first. */
function keep(key: string, rows: ViewRows, { uidvalidity, modseq, total }: Mailbox): void {
  forget(key);
  if (rows.uids.length < keeping.from || rows.uids.length > mostMessages || rows.uids.length !== total) return;
  kept.set(key, { uidvalidity, modseq, rows: copyOf(rows) });
  messages += rows.uids.length;
  for (const oldest of kept.keys()) {
    if (messages <= mostMessages) break;
    forget(oldest);
  }
}

function forget(key: string): void {
  messages -= kept.get(key)?.rows.uids.length ?? 0;
  kept.delete(key);
}

function copyOf({ uids, flags, keywords, modseqs, emailIds, threadIds }: ViewRows): ViewRows {
  return {
    ...{ uids: uids.slice(), flags: flags.slice(), keywords: keywords.slice() },
    ...{ modseqs: modseqs.slice(), emailIds: emailIds.slice(), threadIds: threadIds.slice() },
  };
}
