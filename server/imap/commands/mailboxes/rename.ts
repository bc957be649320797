import { listAnnotations, moveMessages, openMailbox, setAnnotations, updateMailbox, type Outcome } from '#server/store/index.ts';
import { makeMailbox, makeParents } from '../../mailboxes/create.ts';
import { givenMailbox, sayNormalised } from '../../mailboxes/given-name.ts';
import { mostAnnotations } from '../../mailboxes/metadata.ts';
import { findMailbox, mailboxArgument, mailboxTree, type Place } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';

/** RFC 9051 §6.3.6: the children go along. RENAME INBOX moves its messages to a new mailbox, and INBOX stays. */
export const rename: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const from = mailboxArgument(cursor);
    const { given, path } = givenMailbox(cursor);
    const to = path?.replace(/\/$/, '') ?? null;
    cursor.end();
    const source = await findMailbox(session, from);
    if (!source) return refused('noSuchMailbox');
    if (to === null) return refused('invalidName');
    if (!source.rights.includes('x')) return forbidden(); // RFC 4314 §4: `x` here and `k` there
    if ((await mailboxTree(session)).some((named) => named.path === to)) return refused('alreadyExists');
    const isInbox = source.own && source.mailbox.role === 'inbox';
    if (to.startsWith(`${from}/`) && !isInbox) return no('A mailbox cannot go into itself', 'CANNOT');
    const done = await (isInbox ? moveInbox(session, source, to) : move(session, source, to));
    if (!done.ok) return done.reason === 'notAllowed' ? forbidden() : refused(done.reason);
    await sayNormalised(session, given, to);
    return ok('Renamed');
  },
};

async function move(session: Session, { accountId, mailbox }: Place, to: string): Promise<Outcome<unknown>> {
  // A mailbox stays with its account: what moves between people is messages.
  const place = await makeParents(session, to, accountId);
  if (!place.ok) return place;
  session.notify?.caused(accountId, mailbox.mailboxId);
  const { name, parentId } = place.value;
  return updateMailbox(accountId, mailbox.mailboxId, { name, parentId });
}

async function moveInbox(session: Session, { accountId, mailbox: inbox }: Place, to: string): Promise<Outcome<unknown>> {
  const made = await makeMailbox(session, to, null, accountId);
  if (!made.ok) return made;
  // RFC 5464 §4.1: annotations go along, and stay with INBOX too.
  const known = await listAnnotations(accountId, inbox.mailboxId, accountId);
  const copies = known.map(({ entry, value }) => [entry, value] as const);
  if (copies.length > 0) await setAnnotations(accountId, made.value.mailboxId, accountId, copies, mostAnnotations);
  const opened = await openMailbox(accountId, inbox.mailboxId);
  return moveMessages(accountId, inbox.mailboxId, opened?.uids ?? [], made.value.mailboxId);
}
