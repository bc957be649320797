/** To whom rights are given, and where (RFC 4314 §2): an account by its address, or `anyone` for every account of this server. */
import type { Cursor } from '#lib/imap/wire/cursor.ts';
import { decodeUtf8 } from '#lib/imap/wire/octets.ts';
import { fullLogin } from '#server/auth/authenticate.ts';
import { findAccountByEmail } from '#server/store/index.ts';
import { forbidden, no, refused, type Reply } from '../session/reply.ts';
import type { Session } from '../session/session.ts';
import { findMailbox, type Place } from './tree.ts';

/** As a command names somebody. */
export function identifier(cursor: Cursor): string {
  cursor.space();
  const octets = cursor.astring();
  return decodeUtf8(octets) ?? octets;
}

/** The mailbox, when the user may administer it. RFC 4314 §6: without `l` he is not told that it is there. */
export async function administered(session: Session, path: string | null): Promise<Place | Reply> {
  const place = await findMailbox(session, path);
  if (!place || !/[la]/.test(place.rights)) return refused('noSuchMailbox');
  return place.rights.includes('a') ? place : forbidden();
}

/** 0 for everyone. */
export async function granteeOf(place: Place, name: string): Promise<number | Reply> {
  if (name.toLowerCase() === 'anyone') return 0;
  // RFC 4314 §2: negative rights are optional, and not offered.
  if (name.startsWith('-')) return no('Rights can be granted, and taken back, but not denied', 'CANNOT');
  const account = await findAccountByEmail(fullLogin(name));
  if (!account) return no('There is no such account here');
  return account.accountId === place.accountId ? no('The owner has every right, and keeps it', 'CANNOT') : account.accountId;
}
