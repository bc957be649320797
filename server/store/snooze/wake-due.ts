/** Brings back what was snoozed when its time has come: into the inbox, unread. */
import { Flag } from '#lib/message/keywords.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { resumeBulks } from '../bulk/administer.ts';
import type { EmailUpdate } from '../contract.ts';
import { rows } from '../database.ts';
import { listMailboxes } from '../reads/mailboxes.ts';
import { membershipsOf } from '../reads/memberships-of.ts';
import { updateEmails } from '../writes/update-emails.ts';

const atOnce = 500;

/**
 * Returns how many came back. An email that was taken out of Snoozed meanwhile, by a person or a mail program, stays where it was put. The
 * rows go last: after a crash the same is done again, which changes nothing.
 */
export async function wakeDue(now: Date): Promise<number> {
  const due = await rows<{ accountId: number; ids: string[] }>(
    `select account_id as "accountId", array_agg(email_id::text) as ids
       from (select account_id, email_id from snooze where wake_at <= $1 order by wake_at limit $2) d group by account_id`,
    [now, atOnce],
  );
  let woken = 0;
  for (const { accountId, ids } of due) woken += await wake(accountId, ids.map(Number), now);
  return woken;
}

async function wake(accountId: number, emailIds: number[], now: Date): Promise<number> {
  const mailboxes = await listMailboxes(accountId);
  const snoozed = mailboxes.find(({ role }) => role === 'snoozed')?.mailboxId;
  const inbox = mailboxes.find(({ role }) => role === 'inbox')?.mailboxId;
  if (snoozed === undefined || inbox === undefined) {
    await forget(accountId, emailIds, now);
    return 0;
  }
  const asleep = (await membershipsOf(accountId, emailIds)).filter(({ mailboxIds }) => mailboxIds.includes(snoozed));
  const updates = asleep.map(({ emailId }): EmailUpdate => ({
    emailId,
    mailboxIds: { add: [inbox], remove: [snoozed] },
    keywords: { add: { flags: 0, keywords: null }, remove: { flags: Flag.seen, keywords: null } },
  }));
  if (updates.length > 0) {
    const moved = await updateEmails(accountId, updates);
    if (!moved.ok) throw new Error(`snoozed emails of account ${accountId}: ${moved.reason}`);
  }
  await forget(accountId, emailIds, now);
  return updates.length;
}

/** Not one that was snoozed anew in the meantime. */
async function forget(accountId: number, emailIds: number[], now: Date): Promise<void> {
  await rows('delete from snooze where account_id = $1 and email_id = any($2::bigint[]) and wake_at <= $3', [accountId, emailIds, now]);
}

/** Looks every second or so, also for bulk changes that nobody works at; returns what stops it, after the round that is running. */
export function startWaking(everyMs = 1000): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = () => {
    running = wakeDue(new Date())
      .then(resumeBulks)
      .catch((error: unknown) => log.error('snooze.failed', { reason: reasonOf(error) }))
      .finally(() => {
        if (!stopped) timer = setTimeout(round, everyMs).unref();
      });
  };
  timer = setTimeout(round, everyMs).unref();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
