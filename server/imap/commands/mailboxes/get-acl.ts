import { allRights, writeRights } from '#lib/imap/rights.ts';
import { encodeAstring } from '#lib/imap/wire/encode.ts';
import { getAccount, listGrants } from '#server/store/index.ts';
import { administered } from '../../mailboxes/grantee.ts';
import { mailboxArgument, wireName } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** GETACL (RFC 4314 §3.3). */
export const getAcl: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.end();
    const place = await administered(session, path);
    if ('status' in place) return place;
    const owner = (await getAccount(place.accountId))?.email ?? '';
    const grants = await listGrants(place.accountId, place.mailbox.mailboxId);
    const words = [[owner, allRights], ...grants.map(({ grantee, rights }) => [grantee ?? 'anyone', rights])];
    const pairs = words.map(([name = '', rights = '']) => `${encodeAstring(name)} ${writeRights(rights)}`);
    session.untagged(`ACL ${wireName(session, place.path)} ${pairs.join(' ')}`);
    return ok('That is who may');
  },
};
