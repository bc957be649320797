import { setGrant } from '#server/store/index.ts';
import { administered, granteeOf, identifier } from '../../mailboxes/grantee.ts';
import { mailboxArgument } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok, refused } from '../../session/reply.ts';

/** DELETEACL (RFC 4314 §3.2). */
export const deleteAcl: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    const name = identifier(cursor);
    cursor.end();
    const place = await administered(session, path);
    if ('status' in place) return place;
    const grantee = await granteeOf(place, name);
    if (typeof grantee !== 'number') return grantee;
    const done = await setGrant(place.accountId, place.mailbox.mailboxId, grantee, null);
    return done.ok ? ok('Taken back') : refused(done.reason);
  },
};
