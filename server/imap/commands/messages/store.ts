import { SyntaxProblem, type Cursor } from '#lib/imap/wire/cursor.ts';
import { parseFlags } from '#lib/imap/wire/flag-list.ts';
import { encodeSet, parseSequenceSet } from '#lib/imap/wire/sequence-set.ts';
import { Flag, splitKeywords } from '#lib/message/keywords.ts';
import { storeFlags, type FlagChange } from '#server/store/index.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused } from '../../session/reply.ts';
import type { Selected } from '../../session/selected.ts';
import type { Session } from '../../session/session.ts';
import { announceKeywords } from '../../session/updates.ts';

/** RFC 9051 §6.4.6, with UNCHANGEDSINCE (RFC 7162 §3.1.3). */
export const store: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  fresh: true,
  slow: true,
  async run(session, cursor, { uid }) {
    cursor.space();
    const set = parseSequenceSet(cursor);
    cursor.space();
    const unchangedSince = parseModifier(cursor);
    const { change, silent } = parseChange(cursor);
    cursor.end();
    const { open } = session;
    const { view } = open;
    if (open.readOnly) return no('The mailbox was opened to read only', 'READ-ONLY');
    if (!withinRights(change, open.rights)) return forbidden();
    if (unchangedSince !== undefined) session.condstore = true;
    const indexes = view.select(set, uid);
    const done = await storeFlags(
      open.accountId,
      open.mailboxId,
      indexes.map((index) => view.uid(index)),
      change,
      unchangedSince,
    );
    if (!done.ok) return refused(done.reason);
    const { changed, modified } = done.value;
    view.noteStored(changed);
    if (changed.length > 0) open.noteOwn(done.value.modseq);
    announceKeywords(session, open, change.keywords ?? []);
    const left = new Set(modified);
    const told = silent ? new Set(changed.map((row) => row.uid)) : null;
    // RFC 7162 §3.1.3: the new mod-sequence is told even when the flags are not.
    if (!silent || session.condstore) {
      for (const index of indexes) {
        const id = view.uid(index);
        if (!left.has(id) && !view.isGone(index) && (told?.has(id) ?? true)) tell(session, open, index, { uid, silent });
      }
    }
    const missing = !uid && indexes.some((index) => view.isGone(index));
    const names = modified.map((id) => (uid ? id : view.indexOf(id) + 1)).filter((number) => number > 0);
    const code = names.length > 0 ? `MODIFIED ${encodeSet(names)}` : undefined;
    if (missing) return no('Some of the messages are no longer there', code ?? 'EXPUNGEISSUED');
    return code ? ok('Some had changed in the meantime', code) : ok('Stored');
  },
};

/**
 * RFC 4314 §4: what the rights do not cover is left as it is; when nothing is left to change, it is refused. Changes `change`. Replacing
 * all flags takes the right to change them all.
 */
function withinRights(change: FlagChange, rights: string): boolean {
  const covered =
    (rights.includes('s') ? Flag.seen : 0) |
    (rights.includes('t') ? Flag.deleted : 0) |
    (rights.includes('w') ? ~(Flag.seen | Flag.deleted) : 0);
  if (covered === -1) return true;
  if (change.mode === 'replace') return false;
  change.flags &= covered;
  if (!rights.includes('w')) change.keywords = null;
  return change.flags !== 0 || change.keywords !== null;
}

function tell(session: Session, { view }: Selected, index: number, { uid, silent }: { uid: boolean; silent: boolean }): void {
  const parts = [
    ...((uid || session.qresync) && !session.uidOnly ? [`UID ${view.uid(index)}`] : []),
    ...(silent ? [] : [`FLAGS ${view.flagsText(index, session.rev2)}`]),
    ...(session.condstore ? [`MODSEQ (${view.rows.modseq(index)})`] : []),
  ];
  session.untagged(`${session.fetchLabel(index)} (${parts.join(' ')})`);
}

function parseModifier(cursor: Cursor): number | undefined {
  if (!cursor.is('(')) return undefined;
  let since: number | undefined;
  cursor.list(() => {
    if (cursor.word() !== 'UNCHANGEDSINCE') throw new SyntaxProblem('STORE knows UNCHANGEDSINCE only');
    cursor.space();
    since = cursor.modseq();
  });
  cursor.space();
  return since;
}

function parseChange(cursor: Cursor): { change: FlagChange; silent: boolean } {
  const mode = cursor.accept('+') ? 'add' : cursor.accept('-') ? 'remove' : 'replace';
  const word = cursor.word();
  if (word !== 'FLAGS' && word !== 'FLAGS.SILENT') throw new SyntaxProblem('only FLAGS can be stored');
  cursor.space();
  return { change: { mode, ...splitKeywords(parseFlags(cursor, true)) }, silent: word === 'FLAGS.SILENT' };
}
