import { useTranslations } from 'next-intl';
import { useMail } from '../mail/mail-store.ts';
import { entryOfBox } from '../mail/order-mailboxes.ts';

/** What the shown list is called: its mailbox, or that it is what a search has found. */
export function useListTitle(): string {
  const t = useTranslations('mail');
  const box = useMail((state) => state.route.box);
  const mailboxes = useMail((state) => state.mailboxes);
  return box === 'search' ? t('searchResults') : (entryOfBox(mailboxes, box)?.name ?? '\u00a0');
}
