import { mailboxWireId } from '#lib/ids.ts';
import { parseSelectOptions, type Resync } from '#lib/imap/select-options.ts';
import { encodeSet, resolveRanges } from '#lib/imap/sequence-set.ts';
import { mailboxChangesSince, openMailbox, type Mailbox } from '#server/store/index.ts';
import { findMailbox, mailboxArgument } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { mailboxFlags } from '../session/mailbox-flags.ts';
import { bad, ok, refused } from '../session/reply.ts';
import { Selected } from '../session/selected.ts';
import type { Session } from '../session/session.ts';
import { noteRecent } from '../session/updates.ts';
import { View } from '../session/view.ts';

/** RFC 9051 §6.3.2, RFC 7162 §3.1.8 and §3.2.5. */
export const select: Command = selecting(false);

/** RFC 9051 §6.3.3: changes nothing, not even \Recent. */
export const examine: Command = selecting(true);

function selecting(readOnly: boolean): Command {
  return {
    states: loggedIn,
    updates: 'none',
    async run(session, cursor) {
      const path = mailboxArgument(cursor);
      const options = parseSelectOptions(cursor);
      cursor.end();
      if (options.qresync && !session.qresync) return bad('QRESYNC was not enabled');
      session.condstore ||= options.condstore;
      if (session.selected) session.untagged('OK [CLOSED] The previous mailbox is closed'); // RFC 7162 §3.2.11
      session.unselect();
      const found = await findMailbox(session.accountId, path);
      const selected = found && (await open(session, found, readOnly));
      if (!selected) return refused('noSuchMailbox');
      session.selected = selected;
      describe(session, selected, found);
      if (options.qresync) await resync(session, selected, options.qresync);
      return readOnly ? ok('Examined', 'READ-ONLY') : ok('Selected', 'READ-WRITE');
    },
  };
}

async function open(session: Session, found: Mailbox, readOnly: boolean): Promise<Selected | null> {
  const view = new View(session.accountId, { uids: [], flags: [], keywords: [], modseqs: [], emailIds: [], threadIds: [] }, 0);
  const selected = new Selected(session.accountId, found, view, readOnly); // listens first, so that no change falls between
  const opened = await openMailbox(session.accountId, found.mailboxId).catch((error: unknown) => {
    selected.close();
    throw error;
  });
  if (!opened) return (selected.close(), null);
  const { mailbox, ...rows } = opened;
  Object.assign(view.rows, rows);
  view.modseq = mailbox.modseq;
  selected.keywords = mailbox.keywords;
  Object.assign(found, mailbox);
  const fresh = rows.uids.filter((uid) => uid > mailbox.recentUid);
  if (readOnly) for (const uid of fresh) view.recent.add(uid);
  else if (fresh.length > 0) await noteRecent(session.accountId, selected, fresh);
  return selected;
}

function describe(session: Session, { view, keywords, readOnly }: Selected, mailbox: Mailbox): void {
  const [flags, permanent] = mailboxFlags(keywords, readOnly);
  session.untagged(flags);
  session.untagged(permanent);
  session.untagged(`${view.count} EXISTS`);
  session.untagged(`${view.recent.size} RECENT`);
  const unseen = view.rows.uids.findIndex((_, index) => !view.isSeen(index));
  if (unseen >= 0) session.untagged(`OK [UNSEEN ${unseen + 1}] The first unseen message`);
  session.untagged(`OK [UIDVALIDITY ${mailbox.uidvalidity}] UIDs are valid`);
  session.untagged(`OK [UIDNEXT ${mailbox.uidnext}] The next UID`);
  session.untagged(`OK [HIGHESTMODSEQ ${mailbox.modseq}] The highest mod-sequence`);
  session.untagged(`OK [MAILBOXID (${mailboxWireId(session.accountId, mailbox.mailboxId)})] The mailbox's own id`);
}

// RFC 7162 §3.2.5.1: what vanished since, then what changed. Other UIDVALIDITY: as if it had not been asked.
async function resync(session: Session, { view, mailboxId, uidvalidity }: Selected, wanted: Resync): Promise<void> {
  if (wanted.uidvalidity !== uidvalidity) return;
  const changes = await mailboxChangesSince(session.accountId, mailboxId, wanted.modseq);
  const known = wanted.known && resolveRanges(wanted.known, Number.MAX_SAFE_INTEGER);
  const isKnown = (uid: number) => !known || known.some(([from, to]) => uid >= from && uid <= to);
  const vanished = (changes?.vanished ?? []).filter((uid) => isKnown(uid) && view.indexOf(uid) < 0);
  if (vanished.length > 0) session.untagged(`VANISHED (EARLIER) ${encodeSet(vanished)}`);
  view.rows.modseqs.forEach((modseq, index) => {
    const uid = view.uid(index);
    if (modseq > wanted.modseq && isKnown(uid)) {
      session.untagged(`${index + 1} FETCH (UID ${uid} FLAGS ${view.flagsText(index)} MODSEQ (${modseq}))`);
    }
  });
}
