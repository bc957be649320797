'use client';
/** A menu behind an icon button; the arrow keys, Escape and type-ahead are Base UI's. */
import { Menu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface MenuAction {
  label: string;
  icon: LucideIcon;
  /** The key that does the same. */
  keys?: string;
  onSelect: () => void;
}

export function IconMenu({
  label,
  actions,
  className = '',
  children,
}: {
  label: string;
  actions: MenuAction[];
  className?: string;
  children: ReactNode;
}) {
  const look =
    'inline-grid size-8 flex-none place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg data-popup-open:bg-hover';
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={label} title={label} className={className || look}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-50">
          <Menu.Popup className="min-w-52 rounded-card border border-border bg-raised p-1.5 shadow-menu outline-none">
            {actions.map(({ label: name, icon: Icon, keys, onSelect }) => (
              <Menu.Item
                key={name}
                onClick={onSelect}
                className="flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 text-[13px] leading-5 outline-none data-highlighted:bg-hover max-sm:min-h-11"
              >
                <Icon size={16} strokeWidth={1.75} className="text-fg-2" aria-hidden />
                {name}
                {keys && <span className="ms-auto ps-6 text-[12px] text-fg-3">{keys}</span>}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
