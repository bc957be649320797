/** Names that are another's spelling (RFC 9051 §6.3.9.7): after IMAP4rev2 was enabled, the client is told what its mailbox is called. */
import type { Cursor } from '#lib/imap/wire/cursor.ts';
import { readMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { decodeUtf8 } from '#lib/imap/wire/octets.ts';
import type { Session } from '../session/session.ts';
import { attributes } from './attributes.ts';
import { mailboxTree, wireName } from './tree.ts';

/** The argument as it was given, decoded, and the name that it stands for. */
export function givenMailbox(cursor: Cursor): { given: string; path: string | null } {
  cursor.space();
  const octets = cursor.astring();
  return { given: (cursor.utf8 ? decodeUtf8(octets) : octets) ?? octets, path: readMailboxName(octets, cursor.utf8) };
}

/** `LIST () "/" "INBOX/A" ("OLDNAME" ("inbox/A"))`. */
export async function sayNormalised(session: Session, given: string, path: string): Promise<void> {
  const name = given.replace(/\/$/, '');
  if (!session.rev2 || name === path) return;
  const named = (await mailboxTree(session)).find((one) => one.path === path);
  if (!named) return;
  const words = attributes(named, { subscribed: true }).join(' ');
  session.untagged(`LIST (${words}) "/" ${wireName(session, path)} ("OLDNAME" (${wireName(session, name)}))`);
}
