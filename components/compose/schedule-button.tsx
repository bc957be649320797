'use client';
/** Beside Send: at another time. Presets, a time in words, or one from the calendar. */
import { Popover } from '@base-ui/react/popover';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { WhenPicker } from './when-picker.tsx';

export function ScheduleButton({ disabled, timeZone, onPick }: { disabled: boolean; timeZone: string; onPick: (at: Date) => void }) {
  const t = useTranslations('compose');
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        disabled={disabled}
        aria-label={t('sendLater')}
        title={t('sendLater')}
        className="grid h-9 w-8 place-items-center rounded-e-control border-s border-on-accent/30 bg-accent text-on-accent hover:bg-accent-hover disabled:opacity-55"
      >
        <ChevronDown size={16} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="start" side="top" sideOffset={6} className="z-50">
          <Popover.Popup
            aria-label={t('sendLater')}
            className="w-80 max-w-[calc(100vw-24px)] rounded-card border border-border bg-raised p-2 shadow-menu outline-none"
          >
            <WhenPicker
              timeZone={timeZone}
              action={t('schedule')}
              onPick={(at) => {
                setOpen(false);
                onPick(at);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
