import { parseNewMessage } from '#lib/imap/requests/append-request.ts';
import { deliver, expunge, replaceMessage } from '#server/store/index.ts';
import { itemFor, readNewMessage } from '../../messages/new-message.ts';
import { findMailbox, mailboxArgument } from '../../mailboxes/tree.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { bad, forbidden, no, ok, refused } from '../../session/reply.ts';
import { sendUpdates } from '../../session/updates.ts';

/** RFC 8508: a message goes as another comes; nobody sees both or neither. */
export const replace: Command = {
  states: selectedOnly,
  slow: true,
  async run(session, cursor, { uid: byUid }) {
    cursor.space();
    const number = cursor.positive();
    const path = mailboxArgument(cursor);
    cursor.space();
    const message = parseNewMessage(cursor);
    cursor.end();
    const { open } = session;
    const { view, accountId, mailboxId } = open;
    const place = await findMailbox(session, path);
    if (!place) return no('There is no such mailbox', 'TRYCREATE');
    if (open.readOnly) return no('The mailbox was opened to read only', 'READ-ONLY');
    // RFC 8508 §4.1: what STORE, EXPUNGE and APPEND need together.
    if (!place.rights.includes('i') || !open.rights.includes('t') || !open.rights.includes('e')) return forbidden();
    const index = byUid ? view.indexOf(number) : number <= view.count ? number - 1 : -1;
    if (index < 0) return byUid ? no('There is no such message') : bad('There is no message with that number');
    const uid = view.uid(index);
    const read = await readNewMessage(session, message);
    if ('status' in read) return read;
    const item = await itemFor(place, read);
    const within = place.accountId === accountId;
    const done = within
      ? await replaceMessage(mailboxId, uid, item)
      : await deliver([item]).then((all) => (all.ok ? first(all.value) : all));
    if (!done.ok) return refused(done.reason);
    // Between accounts there is no common transaction: the new one is there before the old one goes.
    if (!within) await expunge(accountId, mailboxId, [uid], false);
    const placed = done.value.placements[0];
    session.untagged(`OK [APPENDUID ${placed?.uidvalidity} ${placed?.uid}] The new one is there`);
    if (within && place.mailbox.mailboxId === mailboxId && placed) open.ownArrivals.add(placed.uid);
    open.hint();
    await sendUpdates(session, { expunges: false, midway: true }); // EXISTS comes before EXPUNGE, as in the RFC's examples
    view.noteVanished([uid]);
    return ok('Replaced');
  },
};

function first<T>([value]: T[]): { ok: true; value: T } | { ok: false; reason: 'noSuchMailbox' } {
  return value ? { ok: true, value } : { ok: false, reason: 'noSuchMailbox' };
}
