import { mailboxWireId } from '#lib/ids.ts';
import { parseSelectOptions, type Resync } from '#lib/imap/select-options.ts';
import { encodeSet, resolveRanges } from '#lib/imap/sequence-set.ts';
import { mailboxChangesSince, type Mailbox } from '#server/store/index.ts';
import { attributes } from '../mailboxes/attributes.ts';
import { givenMailbox } from '../mailboxes/given-name.ts';
import { openRows } from '../mailboxes/opened.ts';
import { findMailbox, mailboxTree, wireName, type Place } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { mailboxFlags } from '../session/mailbox-flags.ts';
import { bad, forbidden, ok, refused } from '../session/reply.ts';
import { Selected } from '../session/selected.ts';
import type { Session } from '../session/session.ts';
import { noteRecent } from '../session/updates.ts';
import { View } from '../session/view.ts';

/** RFC 9051 §6.3.2, RFC 7162 §3.1.8 and §3.2.5. */
export const select: Command = selecting(false);

/** RFC 9051 §6.3.3: changes nothing, not even \Recent. */
export const examine: Command = selecting(true);

/** RFC 4314 §5.2: who has none of these can change nothing. */
const changing = /[iestw]/;

function selecting(examines: boolean): Command {
  return {
    states: loggedIn,
    updates: 'none',
    async run(session, cursor) {
      const { given, path } = givenMailbox(cursor);
      const options = parseSelectOptions(cursor);
      cursor.end();
      if (options.qresync && !session.qresync) return bad('QRESYNC was not enabled');
      // RFC 9586 §3.7: message match data has message numbers in it.
      if (options.qresync?.withNumbers && session.uidOnly) return bad('Message numbers are not allowed with UIDONLY', 'UIDREQUIRED');
      session.condstore ||= options.condstore;
      if (session.selected) session.untagged('OK [CLOSED] The previous mailbox is closed'); // RFC 7162 §3.2.11
      session.unselect();
      const place = await findMailbox(session, path);
      if (!place) return refused('noSuchMailbox');
      if (!place.rights.includes('r')) return place.rights.includes('l') ? forbidden() : refused('noSuchMailbox');
      const readOnly = examines || !changing.test(place.rights);
      const selected = await open(session, place, readOnly);
      if (!selected) return refused('noSuchMailbox');
      session.selected = selected;
      await describe(session, selected, place.mailbox, given);
      if (options.qresync) await resync(session, selected, options.qresync);
      return readOnly ? ok(examines ? 'Examined' : 'Selected', 'READ-ONLY') : ok('Selected', 'READ-WRITE');
    },
  };
}

async function open(session: Session, place: Place, readOnly: boolean): Promise<Selected | null> {
  const { accountId, mailbox: found } = place;
  const { mailboxId } = found;
  const view = new View({ accountId, mailboxId }, { uids: [], flags: [], keywords: [], modseqs: [], emailIds: [], threadIds: [] }, 0);
  // It listens first, so that no change falls between.
  const selected = new Selected(place, found, view, readOnly, () => {
    session.wake();
  });
  const opened = await openRows(accountId, mailboxId).catch((error: unknown) => {
    selected.close();
    throw error;
  });
  if (!opened) return (selected.close(), null);
  const { mailbox, rows } = opened;
  Object.assign(view.rows, rows);
  view.modseq = mailbox.modseq;
  selected.keywords = mailbox.keywords;
  selected.doubles = mailbox.doubles;
  Object.assign(found, mailbox);
  const fresh = rows.uids.filter((uid) => uid > mailbox.recentUid);
  if (readOnly) for (const uid of fresh) view.recent.add(uid);
  else if (fresh.length > 0) await noteRecent(selected, fresh);
  return selected;
}

async function describe(session: Session, selected: Selected, mailbox: Mailbox, given: string): Promise<void> {
  const { view, keywords, path } = selected;
  const [flags, permanent] = mailboxFlags(keywords, selected);
  session.untagged(flags);
  session.untagged(permanent);
  session.untagged(`${view.count} EXISTS`);
  if (!session.rev2) {
    session.untagged(`${view.recent.size} RECENT`);
    const unseen = view.rows.uids.findIndex((_, index) => !view.isSeen(index));
    // RFC 9586 §3: no message numbers.
    if (unseen >= 0 && !session.uidOnly) session.untagged(`OK [UNSEEN ${unseen + 1}] The first unseen message`);
  }
  session.untagged(`OK [UIDVALIDITY ${mailbox.uidvalidity}] UIDs are valid`);
  session.untagged(`OK [UIDNEXT ${mailbox.uidnext}] The next UID`);
  session.untagged(`OK [HIGHESTMODSEQ ${mailbox.modseq}] The highest mod-sequence`);
  session.untagged(`OK [MAILBOXID (${mailboxWireId(selected.accountId, mailbox.mailboxId)})] The mailbox's own id`);
  if (!session.rev2) return;
  // RFC 9051 §6.3.2: LIST is part of the answer, with OLDNAME where the client spelt it otherwise.
  const named = (await mailboxTree(session)).find((one) => one.path === path);
  const old = given === path ? '' : ` ("OLDNAME" (${wireName(session, given)}))`;
  const words = named ? attributes(named, { subscribed: true }).join(' ') : '';
  session.untagged(`LIST (${words}) "/" ${wireName(session, path)}${old}`);
}

// RFC 7162 §3.2.5.1: what vanished since, then what changed. Other UIDVALIDITY: as if it had not been asked.
async function resync(session: Session, selected: Selected, wanted: Resync): Promise<void> {
  const { view, accountId, mailboxId, uidvalidity } = selected;
  if (wanted.uidvalidity !== uidvalidity) return;
  const changes = await mailboxChangesSince(accountId, mailboxId, wanted.modseq);
  const known = wanted.known && resolveRanges(wanted.known, Number.MAX_SAFE_INTEGER);
  const isKnown = (uid: number) => !known || known.some(([from, to]) => uid >= from && uid <= to);
  const vanished = (changes?.vanished ?? []).filter((uid) => isKnown(uid) && view.indexOf(uid) < 0);
  if (vanished.length > 0) session.untagged(`VANISHED (EARLIER) ${encodeSet(vanished)}`);
  view.rows.modseqs.forEach((modseq, index) => {
    const uid = view.uid(index);
    if (modseq <= wanted.modseq || !isKnown(uid)) return;
    const name = session.uidOnly ? '' : `UID ${uid} `;
    session.untagged(`${session.fetchLabel(index)} (${name}FLAGS ${view.flagsText(index, session.rev2)} MODSEQ (${modseq}))`);
  });
}
