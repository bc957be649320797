import { parseList, type ListRequest } from '#lib/imap/requests/list-options.ts';
import { matchesPattern } from '#lib/imap/list-pattern.ts';
import { readMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { writeRights } from '#lib/imap/rights.ts';
import { attributes, specialUse } from '../../mailboxes/attributes.ts';
import { wantedMetadata } from '../../mailboxes/metadata.ts';
import { statusLine } from '../../mailboxes/status.ts';
import { isSubscribed, treeOfSubscriptions } from '../../mailboxes/subscriptions.ts';
import { mailboxTree, wireName, type NamedMailbox } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';

/** RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154, RFC 8440, RFC 9590. */
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
    const tree = await (request.select.subscribed ? treeOfSubscriptions(session) : mailboxTree(session));
    for (const { named, childInfo } of matching(tree, request, session.utf8)) await sayMailbox(session, request, named, childInfo);
    return ok('Listed');
  },
};

async function sayMailbox(session: Session, { returns, extended }: ListRequest, named: NamedMailbox, childInfo: boolean): Promise<void> {
  const words = attributes(named, { subscribed: returns.subscribed, extended: extended || session.rev2 }).join(' ');
  const info = childInfo ? ' ("CHILDINFO" ("SUBSCRIBED"))' : '';
  const name = wireName(session, named.path);
  session.untagged(`LIST (${words}) "/" ${name}${info}`);
  const { place } = named;
  if (!place) return;
  // RFC 8440 §3, RFC 9590 §3, RFC 5819 §2: what was asked for comes right after its LIST; what may not be read is left out.
  if (returns.myRights) session.untagged(`MYRIGHTS ${name} ${writeRights(place.rights)}`);
  if (returns.status && place.rights.includes('r')) {
    session.untagged(await statusLine(session, place, returns.status));
    session.condstore ||= returns.status.includes('HIGHESTMODSEQ');
  }
  if (returns.metadata) session.untagged(await wantedMetadata(session, place, returns.metadata));
}

/** What the selection options and one of the patterns let through. */
function matching(
  tree: NamedMailbox[],
  { select, reference, patterns }: ListRequest,
  utf8: boolean,
): { named: NamedMailbox; childInfo: boolean }[] {
  const decoded = patterns.map((pattern) => readMailboxName(reference + pattern, utf8)).filter((pattern) => pattern !== null);
  const found = tree
    .filter(({ path }) => decoded.some((pattern) => matchesPattern(pattern, path)))
    .map((named) => ({ named, childInfo: select.recursiveMatch && holdsSubscribed(tree, named) }));
  return found.filter(({ named, childInfo }) => {
    if (childInfo) return true;
    if (select.specialUse && !specialUse(named)) return false;
    return !select.subscribed || isSubscribed(named);
  });
}

/** RFC 3501 §6.3.9, RFC 5258 §3.1: a descendant is subscribed, whether or not a pattern shows it by itself. */
export function holdsSubscribed(tree: NamedMailbox[], { path }: NamedMailbox): boolean {
  return tree.some((other) => isSubscribed(other) && other.path.startsWith(`${path}/`));
}
