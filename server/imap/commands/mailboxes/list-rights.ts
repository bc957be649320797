import { allRights, writeRights } from '#lib/imap/rights.ts';
import { encodeAstring } from '#lib/imap/wire/encode.ts';
import { fullLogin } from '#server/auth/authenticate.ts';
import { getAccount } from '#server/store/index.ts';
import { administered, identifier } from '../../mailboxes/grantee.ts';
import { mailboxArgument, wireName } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** LISTRIGHTS (RFC 4314 §3.4): the owner has every right and keeps it; everyone else can be given each by itself. */
export const listRights: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    const name = identifier(cursor);
    cursor.end();
    const place = await administered(session, path);
    if ('status' in place) return place;
    const isOwner = (await getAccount(place.accountId))?.email === fullLogin(name);
    const rights = isOwner ? writeRights(allRights) : ['""', ...allRights, 'c', 'd'].join(' ');
    session.untagged(`LISTRIGHTS ${wireName(session, place.path)} ${encodeAstring(name)} ${rights}`);
    return ok('These can be granted');
  },
};
