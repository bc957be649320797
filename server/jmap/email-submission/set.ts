/** EmailSubmission/set (RFC 8621 §7.5): sending, and taking back what is still held. */
import { z } from 'zod';
import { accountWireId, emailWireId, parseSubmissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { cancelSubmission } from '#server/queue/submit.ts';
import { listSubmissions } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { idOrReference, object, setArguments } from '../shapes.ts';
import { numberOf, resolveId, SetRun } from '../standard/set.ts';
import { createSubmission } from './create.ts';

export const emailSubmissionSet = method({
  name: 'EmailSubmission/set',
  capability: capability.submission,
  args: {
    ...setArguments,
    onSuccessUpdateEmail: z.record(idOrReference, object).nullish(),
    onSuccessDestroyEmail: z.array(idOrReference).nullish(),
  },
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    /** The Email of every submission that was handled with success: creations by `#creationId`, the others by id. */
    const done = new Map<string, string>();
    for (const [creationId, given] of Object.entries(args.create ?? {}))
      await run.attempt(run.notCreated, creationId, async () => {
        run.noteCreated(creationId, await run.alone(() => createSubmission(context, given)));
        const emailId = resolveId(context, String(given.emailId));
        if (emailId !== undefined) done.set(`#${creationId}`, emailId);
      });
    for (const [key, patch] of Object.entries(args.update ?? {}))
      await run.attempt(run.notUpdated, key, async () => {
        done.set(key, await run.alone(() => cancel(context, key, patch)));
        run.updated[key] = null;
      });
    // RFC 8621 §7.5: a server may forbid it. They are the record of what was sent.
    for (const key of args.destroy ?? []) run.notDestroyed[key] = { type: 'forbidden' };
    const update = new Map<string, unknown>();
    for (const [key, patch] of Object.entries(args.onSuccessUpdateEmail ?? {})) {
      const emailId = done.get(key);
      if (emailId !== undefined) update.set(emailId, patch);
    }
    const destroy = (args.onSuccessDestroyEmail ?? []).flatMap((key) => done.get(key) ?? []);
    if (update.size + destroy.length > 0)
      context.implicit.push(['Email/set', { accountId: accountWireId(context.accountId), update: Object.fromEntries(update), destroy }]);
    return run.response();
  },
});

/** The only change there is: undoStatus from pending to canceled. The id of its Email. */
async function cancel(context: MethodContext, key: string, patch: Record<string, unknown>): Promise<string> {
  const { accountId } = context;
  const number = numberOf(context, key, parseSubmissionWireId);
  const [submission] = number === null ? [] : await listSubmissions(accountId, [number]);
  if (number === null || !submission) throw new SetRefusal('notFound');
  const wrong = Object.keys(patch).filter((property) => property !== 'undoStatus');
  if (wrong.length > 0) throw invalidProperties(wrong, 'It cannot be changed.');
  if (patch.undoStatus !== undefined && patch.undoStatus !== 'canceled' && patch.undoStatus !== submission.undoStatus)
    throw invalidProperties(['undoStatus']);
  if (patch.undoStatus === 'canceled' && submission.undoStatus !== 'canceled') {
    const outcome = await cancelSubmission(accountId, number);
    if (!outcome.ok) throw new SetRefusal(outcome.reason === 'notFound' ? 'notFound' : 'cannotUnsend');
  }
  return emailWireId(accountId, submission.emailId);
}
