'use client';
/** Above the list of Junk: mail that came and is kept back for an administrator, with why. Its reader can do without it, at once. */
import { ChevronRight, ShieldAlert } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { dropHeld, loadHeld, type HeldMail } from '#client/junk/held-mail.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { ReasonList } from './reason-list.tsx';

export function HeldBar() {
  const t = useTranslations('junk.held');
  const { value: held, reload } = useLoaded(loadHeld);
  const [isOpen, setOpen] = useState(false);
  const [dropped, setDropped] = useState<HeldMail | null>(null);
  const intro = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that had the focus went with its message; without one in the dialog, Escape would not close it.
    if (dropped === null && document.activeElement === document.body) intro.current?.focus();
  }, [dropped]);
  if (!held || (held.length === 0 && !isOpen)) return null;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex min-h-11 flex-none items-center gap-2.5 border-b border-hairline bg-warning-soft px-4 py-2 text-start text-[13px] leading-5 font-medium text-warning hover:underline"
      >
        <ShieldAlert size={16} strokeWidth={1.75} className="flex-none" aria-hidden />
        <span className="min-w-0 flex-1">{t('count', { count: held.length })}</span>
        <ChevronRight size={16} className="flex-none rtl:-scale-x-100" aria-hidden />
      </button>
      {isOpen && (
        <Modal title={t('title')} wide onClose={() => setOpen(false)}>
          <p ref={intro} tabIndex={-1} className="text-fg-2 outline-none">
            {held.length > 0 ? t('about') : t('none')}
          </p>
          <ul className="mt-3 grid">
            {held.map((one) => (
              <HeldRow key={one.id} held={one} onDrop={() => setDropped(one)} />
            ))}
          </ul>
        </Modal>
      )}
      {dropped && (
        <AskDialog
          question={t('dropQuestion', { from: dropped.from })}
          consequence={t('dropMeans')}
          action={t('drop')}
          onAct={async () => {
            await dropHeld(dropped.id);
            await reload();
          }}
          onClose={() => setDropped(null)}
        />
      )}
    </>
  );
}

function HeldRow({ held: { from, subject, receivedAt, expiresAt, reasons }, onDrop }: { held: HeldMail; onDrop: () => void }) {
  const t = useTranslations('junk.held');
  const format = useFormatter();
  const day = (text: string) => format.dateTime(new Date(text), { dateStyle: 'medium' });
  return (
    <li className="flex items-start gap-4 border-t border-hairline py-3.5 max-sm:flex-wrap">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <b className="block font-medium wrap-anywhere" dir="auto">
          {subject || t('noSubject')}
        </b>
        <span className="block text-[13px] leading-5 wrap-anywhere text-fg-2">
          <bdi dir="ltr">{from}</bdi> · {t('span', { came: day(receivedAt), until: day(expiresAt) })}
        </span>
        <div className="mt-1.5 text-[13px] leading-5 text-fg-2">
          <ReasonList reasons={reasons.filter(({ points }) => points !== 0)} />
        </div>
      </div>
      <Button size="sm" variant="danger" aria-label={t('dropOne', { subject: subject || from })} onClick={onDrop}>
        {t('drop')}
      </Button>
    </li>
  );
}
