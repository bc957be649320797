import { addRights, readRights, removeRights } from '#lib/imap/rights.ts';
import { listGrants, setGrant } from '#server/store/index.ts';
import { administered, granteeOf, identifier } from '../../mailboxes/grantee.ts';
import { mailboxArgument } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { bad, ok, refused } from '../../session/reply.ts';

/** SETACL (RFC 4314 §3.1): rights in place of, beside or out of those that somebody has. */
export const setAcl: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    const name = identifier(cursor);
    cursor.space();
    const text = cursor.astring();
    cursor.end();
    const mode = /^[+-]/.exec(text)?.[0];
    const given = readRights(text.slice(mode ? 1 : 0));
    if (given === null) return bad('That is no right');
    const place = await administered(session, path);
    if ('status' in place) return place;
    const grantee = await granteeOf(place, name);
    if (typeof grantee !== 'number') return grantee;
    const old = (await listGrants(place.accountId, place.mailbox.mailboxId)).find(({ granteeId }) => granteeId === grantee)?.rights ?? '';
    const rights = mode === '+' ? addRights(old, given) : mode === '-' ? removeRights(old, given) : given;
    const done = await setGrant(place.accountId, place.mailbox.mailboxId, grantee, rights === '' ? null : rights);
    return done.ok ? ok('Granted') : refused(done.reason);
  },
};
