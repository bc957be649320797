import { parseList, type ListRequest } from '#lib/imap/list-options.ts';
import { matchesPattern } from '#lib/imap/list-pattern.ts';
import { decodeMailboxName } from '#lib/imap/mailbox-name.ts';
import { attributes, specialUse } from '../mailboxes/attributes.ts';
import { statusLine } from '../mailboxes/status.ts';
import { mailboxTree, wireName, type NamedMailbox } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { ok } from '../session/reply.ts';

/** RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154. */
export const list: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    const request = parseList(cursor);
    cursor.end();
    // RFC 9051 §6.3.9: an empty pattern asks for the separator.
    if (!request.extended && request.patterns[0] === '') {
      session.untagged('LIST (\\Noselect) "/" ""');
      return ok('That is the separator');
    }
    const { returns } = request;
    for (const { named, childInfo } of matching(await mailboxTree(session.accountId), request)) {
      const words = attributes(named, { subscribed: returns.subscribed }).join(' ');
      const info = childInfo ? ' ("CHILDINFO" ("SUBSCRIBED"))' : '';
      session.untagged(`LIST (${words}) "/" ${wireName(named.path)}${info}`);
      // RFC 5819 §2: each STATUS right after its LIST.
      if (returns.status) session.untagged(await statusLine(session.accountId, named, returns.status));
      if (returns.status?.includes('HIGHESTMODSEQ')) session.condstore = true;
    }
    return ok('Listed');
  },
};

/** What the selection options and one of the patterns let through. */
function matching(tree: NamedMailbox[], { select, reference, patterns }: ListRequest): { named: NamedMailbox; childInfo: boolean }[] {
  const decoded = patterns.map((pattern) => decodeMailboxName(reference + pattern)).filter((pattern) => pattern !== null);
  return tree
    .filter(({ path }) => decoded.some((pattern) => matchesPattern(pattern, path)))
    .map((named) => ({ named, childInfo: select.recursiveMatch && holdsSubscribed(tree, named) }))
    .filter(({ named, childInfo }) => {
      if (select.specialUse && !specialUse(named)) return false;
      return !select.subscribed || named.mailbox.subscribed || childInfo;
    });
}

/** RFC 5258 §4: a descendant is subscribed. */
export function holdsSubscribed(tree: NamedMailbox[], { path }: NamedMailbox): boolean {
  return tree.some((other) => other.mailbox.subscribed && other.path.startsWith(`${path}/`));
}
