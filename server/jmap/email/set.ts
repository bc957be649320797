/** Email/set (RFC 8621 §4.6): drafts are made, keywords and mailboxes changed, emails destroyed. */
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId, parseEmailWireId } from '#lib/ids.ts';
import { destroyEmails, updateEmails, type EmailUpdate } from '#server/store/index.ts';
import { invalidProperties, MethodError, refusalOf, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { allowedUpdate, mustBeDestroyable, mustBeVisible } from '../shared/email-rights.ts';
import { readState, setArguments, type SetArguments } from '../shapes.ts';
import { numberOf, SetRun } from '../standard/set.ts';
import { createEmail } from './create.ts';
import { readEmailChange } from './email-change.ts';

export const emailSet = method({
  name: 'Email/set',
  capability: capability.mail,
  args: setArguments,
  sharing: true,
  async run(context, args) {
    if (context.accounts.some(({ accountId, isReadOnly }) => accountId === context.accountId && isReadOnly))
      throw new MethodError('accountReadOnly');
    const run = await SetRun.begin(context, args);
    for (const [creationId, given] of Object.entries(args.create ?? {}))
      await run.attempt(run.notCreated, creationId, async () => {
        if (context.shared) throw new SetRefusal('forbidden', { description: 'Emails are not made in a shared account: copy them there.' });
        const { modseq, emailId, ...created } = await createEmail(context, given);
        await run.broughtIn(modseq, emailId);
        run.noteCreated(creationId, created);
      });
    await update(context, run, args);
    await destroy(context, run, args);
    return run.response();
  },
});

/** All updates are one write of the store: one change, one push, however many emails. */
async function update(context: MethodContext, run: SetRun, args: SetArguments): Promise<void> {
  const destroyed = new Set(args.destroy ?? []);
  const keys = new Map<number, string>();
  const updates: EmailUpdate[] = [];
  for (const [key, patch] of Object.entries(args.update ?? {}))
    await run.attempt(run.notUpdated, key, async () => {
      if (destroyed.has(key)) throw new SetRefusal('willDestroy'); // RFC 8620 §5.3
      const emailId = numberOf(context, key, parseEmailWireId);
      if (emailId === null) throw new SetRefusal('notFound');
      if (context.shared) await mustBeVisible(context.accountId, context.shared, emailId);
      const given = await readEmailChange(context, emailId, patch);
      const change = context.shared ? await allowedUpdate(context.accountId, context.shared, given) : given;
      if (keys.has(emailId)) throw new SetRefusal('invalidPatch', { description: 'The email is named twice.' });
      keys.set(emailId, key);
      updates.push(change);
    });
  if (updates.length === 0) return;
  const outcome = await updateEmails(context.accountId, updates, stateToMeet(run, args));
  if (!outcome.ok) {
    if (outcome.reason === 'stateMismatch') throw new MethodError('stateMismatch');
    for (const [, key] of keys) run.notUpdated[key] = refusalOf(outcome.reason).error;
    return;
  }
  run.wrote(...outcome.value.own);
  const refused = new Map(outcome.value.refused.map(({ emailId, reason }) => [emailId, reason]));
  for (const [emailId, key] of keys) {
    const reason = refused.get(emailId);
    if (!reason) run.updated[key] = null;
    else if (reason === 'notAllowed') run.notUpdated[key] = invalidProperties(['mailboxIds'], 'An email is in at least one mailbox.').error;
    else run.notUpdated[key] = refusalOf(reason).error;
  }
}

async function destroy(context: MethodContext, run: SetRun, args: SetArguments): Promise<void> {
  const keys = new Map<number, string>();
  for (const key of args.destroy ?? []) {
    const emailId = numberOf(context, key, parseEmailWireId);
    await run.attempt(run.notDestroyed, key, async () => {
      if (emailId === null) throw new SetRefusal('notFound');
      if (context.shared) await mustBeDestroyable(context.accountId, context.shared, emailId);
      keys.set(emailId, key);
    });
  }
  if (keys.size === 0) return;
  const outcome = await destroyEmails(context.accountId, [...keys.keys()], stateToMeet(run, args));
  if (!outcome.ok) {
    if (outcome.reason === 'stateMismatch') throw new MethodError('stateMismatch');
    for (const [, key] of keys) run.notDestroyed[key] = refusalOf(outcome.reason).error;
    return;
  }
  if (outcome.value.own !== null) run.wrote(outcome.value.own);
  for (const emailId of outcome.value.destroyed) run.destroyed.push(emailWireId(context.accountId, emailId));
  for (const emailId of outcome.value.notFound) run.notDestroyed[keys.get(emailId) ?? ''] = { type: 'notFound' };
}

/** ifInState holds for the whole call: once we have written ourselves, it has been met and says no more. */
function stateToMeet(run: SetRun, args: SetArguments): number | undefined {
  const untouched = run.newState === run.oldState && Object.keys(run.created).length === 0;
  return typeof args.ifInState === 'string' && untouched ? readState(args.ifInState) : undefined;
}
