import { setImmediate as turn } from 'node:timers/promises';
import { encodeSet } from '#lib/imap/wire/sequence-set.ts';
import { parseNewMessages } from '#lib/imap/requests/append-request.ts';
import { deliver, type DeliverItem } from '#server/store/index.ts';
import { itemFor, readNewMessage, type ReadMessage } from '../../messages/new-message.ts';
import { findMailbox, mailboxArgument } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused, type Reply } from '../../session/reply.ts';

/** RFC 9051 §6.3.12: the octets are kept as they came. Several messages are stored together or not at all (RFC 3502). */
export const append: Command = {
  states: loggedIn,
  slow: true,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.space();
    const messages = parseNewMessages(cursor);
    cursor.end();
    if (messages.length > 1 && session.disabled.has('MULTIAPPEND')) return no('One message at a time', 'CANNOT');
    const finding = findMailbox(session, path);
    finding.catch(() => {}); // its fault is told below
    await turn(); // the question goes out, and the database answers it while the messages are taken apart
    const all: ReadMessage[] = [];
    let wrong: Reply | null = null;
    for (const message of messages) {
      const read = await readNewMessage(session, message);
      if ('status' in read) {
        wrong = read;
        break;
      }
      all.push(read);
    }
    const place = await finding;
    if (!place) return no('There is no such mailbox', 'TRYCREATE');
    if (!place.rights.includes('i')) return forbidden();
    if (wrong) return wrong;
    const items: DeliverItem[] = [];
    for (const read of all) items.push(await itemFor(place, read));
    const done = await deliver(items);
    if (!done.ok) return done.reason === 'noSuchMailbox' ? no('There is no such mailbox', 'TRYCREATE') : refused(done.reason);
    const placed = done.value.flatMap(({ placements }) => placements);
    const { selected } = session;
    if (selected?.mailboxId === place.mailbox.mailboxId && selected.accountId === place.accountId) {
      selected.hint();
      for (const { uid } of placed) selected.ownArrivals.add(uid);
    }
    return ok('Stored', `APPENDUID ${placed[0]?.uidvalidity} ${encodeSet(placed.map(({ uid }) => uid))}`); // RFC 4315 §3
  },
};
