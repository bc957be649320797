import { matchesPattern } from '#lib/imap/list-pattern.ts';
import { readMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { attributes } from '../../mailboxes/attributes.ts';
import { mailboxTree, wireName } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** What mail programs asked before RFC 6154 was written: LIST with special uses, INBOX among them. */
export const xlist: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    const reference = cursor.astring();
    cursor.space();
    const pattern = readMailboxName(reference + cursor.pattern(), session.utf8);
    cursor.end();
    for (const named of await mailboxTree(session)) {
      if (pattern === null || !matchesPattern(pattern, named.path)) continue;
      const words = [
        ...attributes(named, { extended: false }),
        ...(named.place?.own && named.place.mailbox.role === 'inbox' ? ['\\Inbox'] : []),
      ];
      session.untagged(`XLIST (${words.join(' ')}) "/" ${wireName(session, named.path)}`);
    }
    return ok('Listed');
  },
};
