/** Patches of emails (RFC 8620 §5.3) in the browser's model. Pure, but for `apply`. */
import { setMail } from '../mail-store.ts';
import { countChanges, recounted } from '../mailboxes/recount.ts';
import type { ListEmail } from '../types.ts';

export type Patch = Record<string, true | null>;
export type Patches = Record<string, Patch>;

export function patched<T extends ListEmail>(email: T, patch: Patch): T {
  const next = { ...email, keywords: { ...email.keywords }, mailboxIds: { ...email.mailboxIds } };
  for (const [path, value] of Object.entries(patch)) {
    const [property, key = ''] = path.split('/');
    const target = property === 'keywords' ? next.keywords : next.mailboxIds;
    if (value) target[key] = true;
    else delete target[key];
  }
  return next;
}

/** What takes the patch back from an email that was like this before. */
export function reverse(patch: Patch, email: ListEmail): Patch {
  return Object.fromEntries(
    Object.keys(patch).map((path) => {
      const [property, key = ''] = path.split('/');
      return [path, (property === 'keywords' ? email.keywords : email.mailboxIds)[key] ? true : null];
    }),
  );
}

/** To the model: also the counts follow. */
export function apply(patches: Patches): void {
  setMail(({ emails, full, threads, mailboxes, shared }) => {
    const nextEmails = new Map(emails);
    const nextFull = new Map(full);
    for (const [id, patch] of Object.entries(patches)) {
      const email = nextEmails.get(id);
      if (email) nextEmails.set(id, patched(email, patch));
      const whole = nextFull.get(id);
      if (whole) nextFull.set(id, patched(whole, patch));
    }
    const counts = countChanges(Object.keys(patches), emails, nextEmails, threads);
    return {
      ...{ emails: nextEmails, full: nextFull, mailboxes: recounted(mailboxes, counts) },
      shared: shared && shared.map((one) => ({ ...one, mailboxes: recounted(one.mailboxes, counts) })),
    };
  });
}
