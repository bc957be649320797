/** Mailbox/query (RFC 8621 §2.3), over the account's few mailboxes in memory. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import type { JmapMailbox } from '#lib/jmap/types.ts';
import { accountState } from '#server/store/index.ts';
import { method } from '../method.ts';
import { queryArguments } from '../shapes.ts';
import { answerQuery } from '../standard/window.ts';
import { compareMailboxes } from './sort.ts';
import { mailboxMatcher } from './filter.ts';
import { mailboxesOf } from './mailboxes-of.ts';

export const mailboxQuery = method({
  name: 'Mailbox/query',
  capability: capability.mail,
  args: { ...queryArguments, sortAsTree: z.boolean().nullish(), filterAsTree: z.boolean().nullish() },
  sharing: true,
  async run(context, args) {
    const matches = mailboxMatcher(args.filter ?? null);
    const compare = compareMailboxes(args.sort ?? []);
    const state = await accountState(context.accountId);
    const all = (await mailboxesOf(context)).sort(compare);
    const ordered = args.sortAsTree ? asTree(all) : all;
    let found = ordered.filter(matches);
    if (args.filterAsTree) found = withoutOrphans(found);
    return answerQuery(
      state,
      found.map(({ id }) => id),
      args,
    );
  },
});

/** sortAsTree: every mailbox right after its parent, siblings in the order given. */
function asTree(sorted: readonly JmapMailbox[]): JmapMailbox[] {
  const below = (parentId: string | null): JmapMailbox[] =>
    sorted.filter((mailbox) => mailbox.parentId === parentId).flatMap((mailbox) => [mailbox, ...below(mailbox.id)]);
  return below(null);
}

/** filterAsTree: a mailbox stays only when all above it match too. */
function withoutOrphans(found: readonly JmapMailbox[]): JmapMailbox[] {
  const byId = new Map(found.map((mailbox) => [mailbox.id, mailbox]));
  const stands = (mailbox: JmapMailbox): boolean => {
    if (mailbox.parentId === null) return true;
    const parent = byId.get(mailbox.parentId);
    return parent !== undefined && stands(parent);
  };
  return found.filter(stands);
}
