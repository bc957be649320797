'use client';
/** What a new person should know, once: after sign-up the mailbox opens with it. */
import { Keyboard, PenLine, Search, Settings } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';

const steps = [
  { key: 'write', Icon: PenLine },
  { key: 'search', Icon: Search },
  { key: 'keys', Icon: Keyboard },
  { key: 'settings', Icon: Settings },
] as const;

export function FirstTour() {
  const t = useTranslations('auth.tour');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const here = new URL(location.href);
    if (!here.searchParams.has('welcome')) return;
    here.searchParams.delete('welcome');
    history.replaceState(history.state, '', here); // a reload does not bring it back
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={t('title')}
      className="m-auto w-[min(440px,calc(100vw-32px))] rounded-dialog border border-border bg-raised p-6 text-start text-fg shadow-dialog backdrop:bg-scrim"
    >
      <div className="grid gap-4">
        <h2 className="text-[20px] leading-7 font-semibold">{t('title')}</h2>
        <ul className="grid gap-3">
          {steps.map(({ key, Icon }) => (
            <li key={key} className="flex gap-3">
              <Icon size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none text-accent" />
              <span className="text-fg-2">{t(key)}</span>
            </li>
          ))}
        </ul>
        <div className="flex justify-end">
          <Button variant="primary" onClick={() => dialog.current?.close()}>
            {t('start')}
          </Button>
        </div>
      </div>
    </dialog>
  );
}
