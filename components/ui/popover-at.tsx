'use client';
/** A small window at the button that was pressed for it. Mounted is open; the focus goes into it and back. */
import { Popover } from '@base-ui/react/popover';
import type { ReactNode, RefObject } from 'react';

interface Props {
  label: string;
  anchor: RefObject<HTMLElement | null>;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
  className: string;
  onClose: () => void;
  children: ReactNode;
}

export function PopoverAt({ label, anchor, side = 'bottom', align = 'start', className, onClose, children }: Props) {
  return (
    <Popover.Root
      open
      onOpenChange={(_open, { event }) => {
        if (!(event.target instanceof Node && anchor.current?.contains(event.target))) onClose(); // a second press there closes it by itself
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} side={side} align={align} sideOffset={6} className="z-50">
          <Popover.Popup
            aria-label={label}
            finalFocus={anchor}
            className={`max-w-[calc(100vw-24px)] rounded-card border border-border bg-raised p-2 shadow-menu outline-none ${className}`}
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
