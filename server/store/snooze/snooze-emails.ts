/** Puts emails away until a time, and takes them back before it. The state is the server's: mail programs see the mailbox "Snoozed". */
import type { EmailUpdate, Mailbox, Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { findMailboxByRole, listMailboxes } from '../reads/mailboxes.ts';
import { createMailbox } from '../writes/create-mailbox.ts';
import { updateEmails } from '../writes/update-emails.ts';
import { updateMailbox } from '../writes/update-mailbox.ts';
import { membershipsOf } from '../reads/memberships-of.ts';

interface Snoozed {
  emailIds: number[];
  /** The modseqs that this took. */
  own: number[];
}

/**
 * Out of the inbox and the archive, into Snoozed; labels stay. Snoozing again moves the time. The row is written first: a crash before the
 * move leaves an email that is made unread at its time, never one that is lost in Snoozed. Returns the ids that were there.
 */
export async function snoozeEmails(accountId: number, emailIds: number[], wakeAt: Date): Promise<Outcome<Snoozed>> {
  const found = await snoozedMailbox(accountId);
  if (!found.ok) return found;
  const { mailboxId, made } = found.value;
  const left = new Set<number>();
  for (const role of ['inbox', 'archive'] as const) {
    const mailbox = await findMailboxByRole(accountId, role);
    if (mailbox) left.add(mailbox.mailboxId);
  }
  const held = await membershipsOf(accountId, emailIds);
  const updates = held.map(({ emailId, mailboxIds }): EmailUpdate & { takenFrom: number[] } => {
    const takenFrom = mailboxIds.filter((id) => left.has(id));
    return { emailId, takenFrom, mailboxIds: { add: [mailboxId], remove: takenFrom } };
  });
  if (updates.length === 0) return { ok: true, value: { emailIds: [], own: made } };
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
  const done = updates.map(({ emailId }) => emailId).filter((id) => !refused.has(id));
  return { ok: true, value: { emailIds: done, own: [...made, ...moved.value.own] } };
}

/** Back to where they were taken from, at once and as they are. Returns the ids that had been snoozed. */
export async function unsnoozeEmails(accountId: number, emailIds: number[]): Promise<Outcome<Snoozed>> {
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
  return { ok: true, value: { emailIds: asleep.map(({ emailId }) => emailId), own: moved.value.own } };
}

/** When each of these wakes; those that are not snoozed are absent. */
export async function snoozeTimes(accountId: number, emailIds: number[]): Promise<Map<number, Date>> {
  const found = await rows<{ emailId: number; wakeAt: Date }>(
    'select email_id as "emailId", wake_at as "wakeAt" from snooze where account_id = $1 and email_id = any($2::bigint[])',
    [accountId, emailIds],
  );
  return new Map(found.map(({ emailId, wakeAt }) => [emailId, wakeAt]));
}

/** The mailbox of this role; made, by the modseq of `made`, when the first email is snoozed. One that a person named so before is taken. */
async function snoozedMailbox(accountId: number): Promise<Outcome<{ mailboxId: number; made: number[] }>> {
  const known = ({ mailboxId }: Mailbox) => ({ ok: true as const, value: { mailboxId, made: [] } });
  const found = await findMailboxByRole(accountId, 'snoozed');
  if (found) return known(found);
  const made = await createMailbox(accountId, { name: 'Snoozed', parentId: null, role: 'snoozed', sortOrder: 2 });
  if (made.ok) return { ok: true, value: { mailboxId: made.value.mailboxId, made: [made.value.createdModseq] } };
  if (made.reason !== 'alreadyExists') return made;
  const again = await findMailboxByRole(accountId, 'snoozed'); // another window was faster
  if (again) return known(again);
  const namesake = (await listMailboxes(accountId)).find(({ name, parentId }) => name === 'Snoozed' && parentId === null);
  if (!namesake) return made;
  const taken = await updateMailbox(accountId, namesake.mailboxId, { role: 'snoozed' });
  return taken.ok ? { ok: true, value: { mailboxId: namesake.mailboxId, made: [taken.value.propsModseq] } } : taken;
}
