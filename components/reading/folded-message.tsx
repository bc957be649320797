'use client';
import { useTranslations } from 'next-intl';
import { Avatar } from '#components/ui/avatar.tsx';
import { shortDate } from '#client/i18n/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { nameOf, senderOf, type FullEmail } from '#client/mail/types.ts';

/** A message that was read before: one line, opened by a click. */
export function FoldedMessage({ email, onOpen }: { email: FullEmail; onOpen: () => void }) {
  const t = useTranslations('reading');
  const settings = useMail((state) => state.settings);
  const sender = senderOf(email);
  return (
    <button
      type="button"
      aria-expanded="false"
      onClick={onOpen}
      className="flex h-12 w-full items-center gap-3 rounded-[inherit] ps-3.5 pe-4 text-start text-[14px] hover:bg-hover max-sm:h-16 max-sm:px-4"
    >
      <span className="grid w-9 flex-none justify-items-center">
        <Avatar name={sender.name ?? sender.email} email={sender.email} size={28} />
      </span>
      <b className="max-w-2/5 flex-none truncate font-medium" dir="auto">
        {nameOf(sender)}
      </b>
      {email.keywords.$draft && <span className="flex-none text-danger">{t('draftShort')}</span>}
      <span className="min-w-0 flex-1 truncate text-fg-3" dir="auto">
        {email.preview}
      </span>
      <time className="flex-none text-[12px] text-fg-3">{shortDate(email.receivedAt, settings, new Date())}</time>
    </button>
  );
}
