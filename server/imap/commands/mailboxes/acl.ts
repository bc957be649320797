/** ACL (RFC 4314): who may do what in a mailbox. An identifier is an account's address, or `anyone` for every account of this server. */
import type { Cursor } from '#lib/imap/wire/cursor.ts';
import { encodeAstring } from '#lib/imap/wire/encode.ts';
import { decodeUtf8 } from '#lib/imap/wire/octets.ts';
import { addRights, allRights, readRights, removeRights, writeRights } from '#lib/imap/rights.ts';
import { fullLogin } from '#server/auth/authenticate.ts';
import { findAccountByEmail, getAccount, listGrants, setGrant } from '#server/store/index.ts';
import { findMailbox, mailboxArgument, wireName, type Place } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { bad, forbidden, no, ok, refused, type Reply } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';

/** RFC 4314 §3.1. */
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

/** RFC 4314 §3.2. */
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

/** RFC 4314 §3.3. */
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

/** RFC 4314 §3.4: the owner has every right and keeps it; everyone else can be given each by itself. */
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

/** RFC 4314 §3.5. */
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

function identifier(cursor: Cursor): string {
  cursor.space();
  const octets = cursor.astring();
  return decodeUtf8(octets) ?? octets;
}

/** The mailbox, when the user may administer it. RFC 4314 §6: without `l` he is not told that it is there. */
async function administered(session: Session, path: string | null): Promise<Place | Reply> {
  const place = await findMailbox(session, path);
  if (!place || !/[la]/.test(place.rights)) return refused('noSuchMailbox');
  return place.rights.includes('a') ? place : forbidden();
}

/** 0 for everyone. */
async function granteeOf(place: Place, name: string): Promise<number | Reply> {
  if (name.toLowerCase() === 'anyone') return 0;
  // RFC 4314 §2: negative rights are optional, and not offered.
  if (name.startsWith('-')) return no('Rights can be granted, and taken back, but not denied', 'CANNOT');
  const account = await findAccountByEmail(fullLogin(name));
  if (!account) return no('There is no such account here');
  return account.accountId === place.accountId ? no('The owner has every right, and keeps it', 'CANNOT') : account.accountId;
}
