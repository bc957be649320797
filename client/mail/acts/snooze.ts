/** Conversations put away until a time. The server brings them back, also when no browser is open. */
import { words } from '#client/i18n/words.ts';
import { showActivity } from '../activity.ts';
import { formatWhen } from '#client/i18n/format-date.ts';
import { mail, mailboxByRole, setMail } from '../mail-store.ts';
import { leaveList } from './move.ts';
import { enqueue } from '../device/outbox.ts';
import { apply, reverse, type Patch, type Patches } from './patch.ts';
import { reloadShown } from '../list/reload-list.ts';

export async function snooze(emailIds: string[], until: Date): Promise<void> {
  const taken = ['inbox', 'archive'].flatMap((role) => mailboxByRole(role)?.id ?? []);
  const snoozed = mailboxByRole('snoozed');
  const sent = [mailboxByRole('sent')?.id, mailboxByRole('drafts')?.id];
  const emails = emailIds
    .map((id) => mail().emails.get(id))
    .filter((email) => email !== undefined)
    .filter((email) => Object.keys(email.mailboxIds).some((id) => !sent.includes(id)));
  if (emails.length === 0) return;
  const ids = emails.map(({ id }) => id);
  const patches: Patches = {};
  const back: Patches = {};
  for (const email of emails) {
    const patch: Patch = Object.fromEntries(taken.filter((id) => email.mailboxIds[id]).map((id) => [`mailboxIds/${id}`, null]));
    if (snoozed) patch[`mailboxIds/${snoozed.id}`] = true;
    patches[email.id] = patch;
    back[email.id] = reverse(patch, email);
  }
  const wasThere = mail().route.box === 'snoozed';
  if (!wasThere) leaveList(ids, mailboxByRole('archive'));
  apply(patches);
  noteTime(ids, until.toISOString());
  showActivity(words('mail')('snoozedUntil', { when: formatWhen(until, mail().settings) }), async () => {
    apply(back);
    noteTime(ids, null);
    await enqueue({ kind: 'snooze', ids, until: null, patches: back }, patches);
    await reloadShown();
  });
  await enqueue({ kind: 'snooze', ids, until: until.toISOString().replace(/\.\d+Z$/, 'Z'), patches }, back);
}

export async function unsnooze(emailIds: string[]): Promise<void> {
  const snoozed = mailboxByRole('snoozed');
  const inbox = mailboxByRole('inbox');
  const ids = emailIds.filter((id) => snoozed && mail().emails.get(id)?.mailboxIds[snoozed.id]);
  if (!snoozed || !inbox || ids.length === 0) return;
  const patch: Patch = { [`mailboxIds/${snoozed.id}`]: null, [`mailboxIds/${inbox.id}`]: true };
  const patches = Object.fromEntries(ids.map((id) => [id, patch]));
  const back = Object.fromEntries(ids.map((id) => [id, { [`mailboxIds/${snoozed.id}`]: true, [`mailboxIds/${inbox.id}`]: null } as Patch]));
  leaveList(ids, inbox);
  apply(patches);
  noteTime(ids, null);
  showActivity(words('mail')('unsnoozed'), null);
  await enqueue({ kind: 'snooze', ids, until: null, patches }, back);
}

function noteTime(ids: string[], snoozedUntil: string | null): void {
  setMail(({ emails }) => {
    const next = new Map(emails);
    for (const id of ids) {
      const email = next.get(id);
      if (email) next.set(id, { ...email, snoozedUntil });
    }
    return { emails: next };
  });
}
