'use client';
import { ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { setMail, useMail } from '#client/mail/mail-store.ts';

/** Mail that came while the reader is further down. */
export function NewMailPill({ onTop }: { onTop: () => void }) {
  const t = useTranslations('mail');
  const count = useMail((state) => state.newAbove);
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={() => {
        setMail({ newAbove: 0 });
        onTop();
      }}
      className="absolute inset-x-0 top-3 z-10 mx-auto flex h-8 w-max items-center gap-1.5 rounded-full bg-accent ps-2.5 pe-3.5 text-[13px] font-semibold text-on-accent shadow-menu"
    >
      <ArrowUp size={16} aria-hidden />
      {t('newMail', { count })}
    </button>
  );
}
