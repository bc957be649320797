'use client';
/** Beside Send: at another time. */
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { ahead } from '#components/ui/ahead.tsx';

const WhenPopover = ahead(() => import('./when-popover.tsx').then((one) => one.WhenPopover));

export function ScheduleButton({ disabled, timeZone, onPick }: { disabled: boolean; timeZone: string; onPick: (at: Date) => void }) {
  const t = useTranslations('compose');
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        disabled={disabled}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={t('sendLater')}
        title={t('sendLater')}
        onClick={() => setOpen(!isOpen)}
        className="grid h-9 w-8 place-items-center rounded-e-control border-s border-on-accent/30 bg-accent text-on-accent hover:bg-accent-hover disabled:opacity-55"
      >
        <ChevronDown size={16} aria-hidden />
      </button>
      {isOpen && (
        <WhenPopover
          label={t('sendLater')}
          action={t('schedule')}
          timeZone={timeZone}
          anchor={button}
          side="top"
          onPick={onPick}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
