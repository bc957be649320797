/** A new message to contacts: the mail's own window opens with them in it. */
import { displayName } from '#lib/contacts/names.ts';
import { formatRecipient } from '../compose/recipients.ts';
import type { Contact } from './contacts.ts';

/** To the preferred address of each (RFC 9553 §1.5.4: the smallest `pref`). */
export function writeTo(contacts: readonly Contact[], address?: string): void {
  const all = contacts.flatMap((contact) => {
    const [first] = Object.values(contact.emails ?? {}).sort((a, b) => (a.pref ?? 101) - (b.pref ?? 101));
    const email = address ?? first?.address;
    return email ? [formatRecipient({ name: displayName(contact) || null, email })] : [];
  });
  if (all.length > 0) location.assign(`/mail/inbox?to=${encodeURIComponent(all.join(', '))}`);
}
