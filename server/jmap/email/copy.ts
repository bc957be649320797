/** Email/copy (RFC 8621 §4.7): from an account that is shared with the user into his own. */
import { z } from 'zod';
import { parseEmailWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { jmapKeywords } from '#lib/message/keywords.ts';
import { renderMessage } from '#lib/message/render.ts';
import { accountState, getEmails, readMessage } from '#server/store/index.ts';
import type { AccountAccess } from '../account-access.ts';
import { invalidProperties, MethodError, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { id, object, readState, state, utcDate } from '../shapes.ts';
import { SharedView } from '../shared/view.ts';
import { otherAccount } from '../standard/other-account.ts';
import { SetRun } from '../standard/set.ts';
import { readKeywords, readMailboxIds } from './email-change.ts';
import { storeMessage } from './store-message.ts';

export const emailCopy = method({
  name: 'Email/copy',
  capability: capability.mail,
  args: {
    fromAccountId: id,
    ifFromInState: state.nullish(),
    ifInState: state.nullish(),
    create: z.record(id, object),
    onSuccessDestroyOriginal: z.boolean().nullish(),
    destroyFromIfInState: state.nullish(),
  },
  async run(context, args) {
    const from = otherAccount(context, args.fromAccountId);
    if (typeof args.ifFromInState === 'string' && readState(args.ifFromInState) !== (await accountState(from.accountId)))
      throw new MethodError('stateMismatch');
    const run = await SetRun.begin(context, { ifInState: args.ifInState, create: args.create });
    const copied: string[] = [];
    for (const [creationId, given] of Object.entries(args.create))
      await run.attempt(run.notCreated, creationId, async () => {
        const { modseq, emailId, ...created } = await copyOne(context, from, given);
        await run.broughtIn(modseq, emailId);
        run.noteCreated(creationId, created);
        copied.push(String(given.id));
      });
    // RFC 8620 §5.4: the originals go by an Email/set of their own, which is answered under this call's id.
    if (args.onSuccessDestroyOriginal && copied.length > 0)
      context.implicit.push([
        'Email/set',
        { accountId: from.id, destroy: copied, ...(args.destroyFromIfInState ? { ifInState: args.destroyFromIfInState } : {}) },
      ]);
    const { oldState, newState, created, notCreated } = run.response();
    return { fromAccountId: args.fromAccountId, oldState, newState, created, notCreated };
  },
});

async function copyOne(
  context: MethodContext,
  from: AccountAccess,
  { id: wanted, mailboxIds, keywords, receivedAt, ...rest }: Record<string, unknown>,
) {
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw invalidProperties(unknown);
  const emailId = typeof wanted === 'string' ? parseEmailWireId(from.accountId, wanted) : null;
  const [row] = emailId === null ? [] : await getEmails(from.accountId, [emailId]);
  const seen = row && from.shared ? new SharedView(from.shared).narrowed(row) : row;
  if (!seen) throw new SetRefusal('notFound');
  const date = utcDate.nullish().safeParse(receivedAt);
  if (!date.success) throw invalidProperties(['receivedAt']);
  const bytes = await readMessage(seen);
  return storeMessage(context.accountId, bytes, renderMessage(bytes), {
    mailboxIds: readMailboxIds(context, mailboxIds),
    // §4.7: what is not given is that of the original.
    keywords: keywords == null ? Object.keys(jmapKeywords(seen.flags, seen.keywords)) : readKeywords(keywords),
    receivedAt: date.data ? new Date(date.data) : seen.receivedAt,
  });
}
