import { matchesPattern } from '#lib/imap/list-pattern.ts';
import { decodeMailboxName } from '#lib/imap/mailbox-name.ts';
import { attributes } from '../mailboxes/attributes.ts';
import { mailboxTree, wireName } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { ok } from '../session/reply.ts';

/** What mail programs asked before RFC 6154 was written: LIST with special uses, INBOX among them. */
export const xlist: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    const reference = cursor.astring();
    cursor.space();
    const pattern = decodeMailboxName(reference + cursor.pattern());
    cursor.end();
    for (const named of await mailboxTree(session.accountId)) {
      if (pattern === null || !matchesPattern(pattern, named.path)) continue;
      const words = [...attributes(named), ...(named.mailbox.role === 'inbox' ? ['\\Inbox'] : [])];
      session.untagged(`XLIST (${words.join(' ')}) "/" ${wireName(named.path)}`);
    }
    return ok('Listed');
  },
};
