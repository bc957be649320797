import { writeRights } from '#lib/imap/rights.ts';
import { findMailbox, mailboxArgument, wireName } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok, refused } from '../../session/reply.ts';

/** MYRIGHTS (RFC 4314 §3.5). */
export const myRights: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.end();
    const place = await findMailbox(session, path);
    if (!place || !/[lrikxa]/.test(place.rights)) return refused('noSuchMailbox');
    session.untagged(`MYRIGHTS ${wireName(session, place.path)} ${writeRights(place.rights)}`);
    return ok('That is what you may');
  },
};
