'use client';
import type { RefObject } from 'react';
import { PopoverAt } from '#components/ui/popover-at.tsx';
import { WhenPicker } from './when-picker.tsx';

interface Props {
  label: string;
  action: string;
  timeZone: string;
  anchor: RefObject<HTMLElement | null>;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
  onPick: (at: Date) => void;
  onClose: () => void;
}

/** When a message is to go: presets, a time in words, or one from the calendar. */
export function WhenPopover({ action, timeZone, onPick, ...place }: Props) {
  return (
    <PopoverAt {...place} className="w-80">
      <WhenPicker
        timeZone={timeZone}
        action={action}
        onPick={(at) => {
          place.onClose();
          onPick(at);
        }}
      />
    </PopoverAt>
  );
}
