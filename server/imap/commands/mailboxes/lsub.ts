import { matchesPattern } from '#lib/imap/list-pattern.ts';
import { readMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { attributes } from '../../mailboxes/attributes.ts';
import { isSubscribed, treeOfSubscriptions } from '../../mailboxes/subscriptions.ts';
import { wireName } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';
import { holdsSubscribed } from './list.ts';

/** RFC 3501 §6.3.9. With `%`, a parent that is not subscribed stands for its subscribed children, as \Noselect. */
export const lsub: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    const reference = cursor.astring();
    cursor.space();
    const pattern = readMailboxName(reference + cursor.pattern(), session.utf8);
    cursor.end();
    const tree = pattern === null ? [] : await treeOfSubscriptions(session);
    for (const named of tree) {
      if (pattern === null || !matchesPattern(pattern, named.path)) continue;
      if (isSubscribed(named))
        session.untagged(`LSUB (${attributes(named, { extended: false }).join(' ')}) "/" ${wireName(session, named.path)}`);
      else if (pattern.includes('%') && holdsSubscribed(tree, named))
        session.untagged(`LSUB (\\Noselect) "/" ${wireName(session, named.path)}`);
    }
    return ok('Listed');
  },
};
