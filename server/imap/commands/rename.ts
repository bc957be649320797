import { moveMessages, openMailbox, updateMailbox, type Mailbox, type Outcome } from '#server/store/index.ts';
import { makeMailbox, makeParents } from '../mailboxes/create.ts';
import { mailboxArgument, mailboxTree } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { no, ok, refused } from '../session/reply.ts';

/** RFC 9051 §6.3.6: the children go along. RENAME INBOX moves its messages to a new mailbox, and INBOX stays. */
export const rename: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const from = mailboxArgument(cursor);
    const to = mailboxArgument(cursor)?.replace(/\/$/, '') ?? null;
    cursor.end();
    const tree = await mailboxTree(session.accountId);
    const source = tree.find((named) => named.path === from);
    if (!source) return refused('noSuchMailbox');
    if (to === null) return refused('invalidName');
    if (tree.some((named) => named.path === to)) return refused('alreadyExists');
    if (to.startsWith(`${from}/`) && source.mailbox.role !== 'inbox') return no('A mailbox cannot go into itself', 'CANNOT');
    const done = await (source.mailbox.role === 'inbox'
      ? moveInbox(session.accountId, source.mailbox, to)
      : move(session.accountId, source.mailbox, to));
    return done.ok ? ok('Renamed') : refused(done.reason);
  },
};

async function move(accountId: number, mailbox: Mailbox, to: string): Promise<Outcome<unknown>> {
  const place = await makeParents(accountId, to);
  return place.ok ? updateMailbox(accountId, mailbox.mailboxId, place.value) : place;
}

async function moveInbox(accountId: number, inbox: Mailbox, to: string): Promise<Outcome<unknown>> {
  const made = await makeMailbox(accountId, to, null);
  if (!made.ok) return made;
  const opened = await openMailbox(accountId, inbox.mailboxId);
  return moveMessages(accountId, inbox.mailboxId, opened?.uids ?? [], made.value.mailboxId);
}
