import { useTranslations } from 'next-intl';
import { useMail } from '../mail/mail-store.ts';
import { entryOfBox } from '../mail/mailboxes/order-mailboxes.ts';

/** What the shown list is called: its mailbox, or that it is what a search has found. */
export function useListTitle(): string {
  const t = useTranslations('mail');
  const box = useMail((state) => state.route.box);
  const mailboxes = useMail((state) => state.mailboxes);
  const shared = useMail((state) => state.shared);
  return box === 'search'
    ? t('searchResults')
    : (entryOfBox(
        mailboxes,
        box,
        shared?.flatMap((one) => one.mailboxes),
      )?.name ?? '\u00a0');
}
