'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { emptyMailbox } from '#client/mail/acts/bulk.ts';
import { mailboxOfRoute, useMail } from '#client/mail/mail-store.ts';
import { nameOfMailbox } from '#client/mail/mailboxes/order-mailboxes.ts';
import { closePanel } from '#client/mail/acts/panels.ts';
import { Sheet } from './sheet.tsx';

/** Emptying Trash or Junk has no way back, so it is asked once. */
export function EmptyDialog() {
  const t = useTranslations('mail');
  const box = useMail((state) => state.route.box);
  const mailbox = mailboxOfRoute(box);
  if (!mailbox) return null;
  const name = nameOfMailbox(mailbox);
  return (
    <Sheet title={t(mailbox.role === 'junk' ? 'emptyJunk' : 'emptyTrash')}>
      <p className="mb-4 text-fg-2">{t('emptyWarning', { count: mailbox.totalEmails, mailbox: name })}</p>
      <div className="flex justify-end gap-2">
        <Button onClick={closePanel}>{t('keepThem')}</Button>
        <Button
          variant="danger"
          onClick={() => {
            closePanel();
            void emptyMailbox(mailbox.id, t('emptied', { mailbox: name }));
          }}
        >
          {t('deleteForGood')}
        </Button>
      </div>
    </Sheet>
  );
}
