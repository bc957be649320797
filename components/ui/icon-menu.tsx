'use client';
/** A menu behind an icon button; the arrow keys, Escape and type-ahead are Base UI's. */
import { Menu } from '@base-ui/react/menu';
import { MenuItems, type MenuAction } from './menu-items.tsx';
import type { ReactNode } from 'react';

export function IconMenu({
  label,
  actions,
  className = '',
  isMoreActs = false,
  children,
}: {
  label: string;
  actions: MenuAction[];
  className?: string;
  /** The key `.` opens it. */
  isMoreActs?: boolean;
  children: ReactNode;
}) {
  const look =
    'inline-grid size-8 flex-none place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg data-popup-open:bg-hover';
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={label} title={label} className={className || look} data-more-acts={isMoreActs || undefined}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-50">
          <Menu.Popup className="min-w-52 rounded-card border border-border bg-raised p-1.5 shadow-menu outline-none">
            <MenuItems actions={actions} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
