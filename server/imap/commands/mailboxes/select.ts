import { mailboxWireId } from '#lib/ids.ts';
import { parseSelectOptions, type Resync } from '#lib/imap/requests/select-options.ts';
import { encodeSet, resolveRanges } from '#lib/imap/wire/sequence-set.ts';
import { mailboxChangesSince, mailboxSummary, type Mailbox } from '#server/store/index.ts';
import { attributes } from '../../mailboxes/attributes.ts';
import { givenMailbox } from '../../mailboxes/given-name.ts';
import { openKept, openRows } from '../../mailboxes/opened.ts';
import { findMailbox, mailboxTree, wireName, type Place } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { mailboxFlags } from '../../session/mailbox-flags.ts';
import { bad, forbidden, ok, refused } from '../../session/reply.ts';
import { loadRows } from '../../session/load-rows.ts';
import { Rows } from '../../session/rows.ts';
import { Selected } from '../../session/selected.ts';
import type { Session } from '../../session/session.ts';
import { noteRecent } from '../../session/updates.ts';
import { View } from '../../session/view.ts';

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
      const opened = await open(session, place, readOnly);
      if (!opened) return refused('noSuchMailbox');
      const { selected, facts } = opened;
      session.selected = selected;
      await describe(session, selected, place.mailbox, facts, given);
      if (options.qresync) await resync(session, selected, options.qresync);
      return readOnly ? ok(examines ? 'Examined' : 'Selected', 'READ-ONLY') : ok('Selected', 'READ-WRITE');
    },
  };
}

/** What the rows say and the mailbox's own row does not. */
interface Facts {
  exists: number;
  recent: number;
  /** How many messages stand before the first without \Seen; null when all have it. */
  seenBefore: number | null;
}

async function open(session: Session, place: Place, readOnly: boolean): Promise<{ selected: Selected; facts: Facts } | null> {
  const { accountId, mailbox } = place;
  const view = new View({ accountId, mailboxId: mailbox.mailboxId }, Rows.none(), 0);
  // It listens first, so that no change falls between.
  const selected = new Selected(place, mailbox, view, readOnly, () => {
    session.wake();
  });
  try {
    const facts = await openView(session, selected, mailbox);
    if (!facts) selected.close();
    return facts && { selected, facts };
  } catch (error) {
    selected.close();
    throw error;
  }
}

/** Also brings `mailbox` up to date. */
async function openView(session: Session, selected: Selected, mailbox: Mailbox): Promise<Facts | null> {
  const { view, accountId, mailboxId } = selected;
  // RFC 7162 §3.2.5: with QRESYNC the client will hear of the messages at once.
  const known = session.qresync ? await openRows(accountId, mailboxId) : await openKept(accountId, mailboxId, mailbox.total);
  if (known === null) return null;
  if (known) {
    const { rows } = known;
    view.adopt(rows);
    begin(selected, mailbox, known.mailbox);
    const fresh: number[] = [];
    for (let n = rows.firstAtOrAbove(known.mailbox.recentUid + 1); n < rows.count; n++) fresh.push(rows.uid(n));
    let seenBefore = 0;
    while (seenBefore < rows.count && view.isSeen(seenBefore)) seenBefore++;
    return { exists: rows.count, recent: await claim(selected, fresh), seenBefore: seenBefore < rows.count ? seenBefore : null };
  }
  // A large mailbox that nobody had lately: its counters answer, and its rows are read while the client thinks.
  const summary = await mailboxSummary(accountId, mailboxId);
  if (!summary) return null;
  begin(selected, mailbox, summary.mailbox);
  selected.loadLater(async () => {
    if (!(await loadRows(view, summary.mailbox))) session.bye('The selected mailbox was deleted.');
  });
  return { exists: summary.mailbox.total, recent: await claim(selected, summary.fresh), seenBefore: summary.seenBefore };
}

function begin(selected: Selected, place: Mailbox, now: Mailbox): void {
  selected.view.modseq = now.modseq;
  selected.keywords = now.keywords;
  selected.doubles = now.doubles;
  Object.assign(place, now);
}

/** RFC 3501 §2.3.2: how many are \Recent here. */
async function claim(selected: Selected, fresh: readonly number[]): Promise<number> {
  const { recent } = selected.view;
  if (selected.readOnly) for (const uid of fresh) recent.add(uid);
  else if (fresh.length > 0) await noteRecent(selected, fresh);
  return recent.size;
}

async function describe(session: Session, selected: Selected, mailbox: Mailbox, facts: Facts, given: string): Promise<void> {
  const { keywords, path } = selected;
  const [flags, permanent] = mailboxFlags(keywords, selected);
  session.untagged(flags);
  session.untagged(permanent);
  session.untagged(`${facts.exists} EXISTS`);
  if (!session.rev2) {
    session.untagged(`${facts.recent} RECENT`);
    // RFC 9586 §3: no message numbers.
    if (facts.seenBefore !== null && !session.uidOnly) session.untagged(`OK [UNSEEN ${facts.seenBefore + 1}] The first unseen message`);
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
  for (let index = 0; index < view.count; index++) {
    const [uid, modseq] = [view.uid(index), view.rows.modseq(index)];
    if (modseq <= wanted.modseq || !isKnown(uid)) continue;
    const name = session.uidOnly ? '' : `UID ${uid} `;
    session.untagged(`${session.fetchLabel(index)} (${name}FLAGS ${view.flagsText(index, session.rev2)} MODSEQ (${modseq}))`);
  }
}
