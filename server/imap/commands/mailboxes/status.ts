import { parseStatusItems } from '#lib/imap/requests/status-items.ts';
import { statusLine } from '../../mailboxes/status.ts';
import { findMailbox, mailboxArgument } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { forbidden, ok, refused } from '../../session/reply.ts';

/** RFC 9051 §6.3.11. */
export const status: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.space();
    const items = parseStatusItems(cursor);
    cursor.end();
    const place = await findMailbox(session, path);
    if (!place) return refused('noSuchMailbox');
    if (!place.rights.includes('r')) return place.rights.includes('l') ? forbidden() : refused('noSuchMailbox');
    session.condstore ||= items.includes('HIGHESTMODSEQ'); // RFC 7162 §3.1
    session.untagged(await statusLine(session, place, items));
    return ok('That is its status');
  },
};
