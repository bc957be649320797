/** Puts emails away until a time, and takes them back before it. The state is the server's: mail programs see the mailbox "Snoozed". */
import type { EmailUpdate, Mailbox, Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { findMailboxByRole, listMailboxes } from '../reads/mailboxes.ts';
import { createMailbox } from '../writes/create-mailbox.ts';
import { updateEmails } from '../writes/update-emails.ts';
import { updateMailbox } from '../writes/update-mailbox.ts';
import { membershipsOf } from '../reads/memberships-of.ts';

/**
 * Out of the inbox and the archive, into Snoozed; labels stay. Snoozing again moves the time. The row is written first: a crash before the
 * move leaves an email that is made unread at its time, never one that is lost in Snoozed. Returns the ids that were there.
 */
export async function snoozeEmails(accountId: number, emailIds: number[], wakeAt: Date): Promise<Outcome<number[]>> {
  const snoozed = await snoozedMailbox(accountId);
  if (!snoozed.ok) return snoozed;
  const left = new Set<number>();
  for (const role of ['inbox', 'archive'] as const) {
    const mailbox = await findMailboxByRole(accountId, role);
    if (mailbox) left.add(mailbox.mailboxId);
  }
  const held = await membershipsOf(accountId, emailIds);
  const updates = held.map(({ emailId, mailboxIds }): EmailUpdate & { takenFrom: number[] } => {
    const takenFrom = mailboxIds.filter((id) => left.has(id));
    return { emailId, takenFrom, mailboxIds: { add: [snoozed.value.mailboxId], remove: takenFrom } };
  });
  if (updates.length === 0) return { ok: true, value: [] };
  await rows(
    `insert into snooze (account_id, email_id, wake_at, taken_from)
     select $1, (u->>'emailId')::bigint, $2, array(select jsonb_array_elements_text(u->'takenFrom')::int) from jsonb_array_elements($3::jsonb) u
     on conflict (account_id, email_id) do update
       set wake_at = excluded.wake_at, taken_from = array(select distinct unnest(snooze.taken_from || excluded.taken_from))`,
    [accountId, wakeAt, JSON.stringify(updates.map(({ emailId, takenFrom }) => ({ emailId, takenFrom })))],
  );
  const moved = await updateEmails(
    accountId,
    updates.map(({ takenFrom: _left, ...update }) => update),
  );
  if (!moved.ok) return moved;
  const refused = new Set(moved.value.refused.map(({ emailId }) => emailId));
  return { ok: true, value: updates.map(({ emailId }) => emailId).filter((id) => !refused.has(id)) };
}

/** Back to where they were taken from, at once and as they are. Returns the ids that had been snoozed. */
export async function unsnoozeEmails(accountId: number, emailIds: number[]): Promise<Outcome<number[]>> {
  const asleep = await rows<{ emailId: number; takenFrom: number[] }>(
    `select email_id as "emailId", taken_from as "takenFrom" from snooze where account_id = $1 and email_id = any($2::bigint[])`,
    [accountId, emailIds],
  );
  const there = new Map((await listMailboxes(accountId)).map((mailbox) => [mailbox.mailboxId, mailbox]));
  const snoozed = [...there.values()].find(({ role }) => role === 'snoozed');
  const inbox = [...there.values()].find(({ role }) => role === 'inbox');
  const updates = asleep.map(({ emailId, takenFrom }): EmailUpdate => {
    const back = takenFrom.filter((id) => there.has(id));
    return {
      emailId,
      mailboxIds: { add: back.length > 0 ? back : inbox ? [inbox.mailboxId] : [], remove: snoozed ? [snoozed.mailboxId] : [] },
    };
  });
  const moved = await updateEmails(accountId, updates);
  if (!moved.ok) return moved;
  await rows('delete from snooze where account_id = $1 and email_id = any($2::bigint[])', [accountId, emailIds]);
  return { ok: true, value: asleep.map(({ emailId }) => emailId) };
}

/** When each of these wakes; those that are not snoozed are absent. */
export async function snoozeTimes(accountId: number, emailIds: number[]): Promise<Map<number, Date>> {
  const found = await rows<{ emailId: number; wakeAt: Date }>(
    'select email_id as "emailId", wake_at as "wakeAt" from snooze where account_id = $1 and email_id = any($2::bigint[])',
    [accountId, emailIds],
  );
  return new Map(found.map(({ emailId, wakeAt }) => [emailId, wakeAt]));
}

/** The mailbox of this role; made when the first email is snoozed. One that a person named so before is taken. */
async function snoozedMailbox(accountId: number): Promise<Outcome<Mailbox>> {
  const known = await findMailboxByRole(accountId, 'snoozed');
  if (known) return { ok: true, value: known };
  const made = await createMailbox(accountId, { name: 'Snoozed', parentId: null, role: 'snoozed', sortOrder: 2 });
  if (made.ok || made.reason !== 'alreadyExists') return made;
  const again = await findMailboxByRole(accountId, 'snoozed'); // another window was faster
  if (again) return { ok: true, value: again };
  const namesake = (await listMailboxes(accountId)).find(({ name, parentId }) => name === 'Snoozed' && parentId === null);
  return namesake ? updateMailbox(accountId, namesake.mailboxId, { role: 'snoozed' }) : made;
}
