'use client';
/** A context menu at a point: by the right button, the menu key, or a long press. */
import { Menu } from '@base-ui/react/menu';
import type { MenuAction } from './icon-menu.tsx';

export interface Point {
  x: number;
  y: number;
}
interface Props {
  label: string;
  at: Point;
  actions: MenuAction[];
  onClose: () => void;
}

export function MenuAt({ label, at, actions, onClose }: Props) {
  const anchor = { getBoundingClientRect: () => DOMRect.fromRect({ x: at.x, y: at.y, width: 0, height: 0 }) };
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} align="start" side="bottom" className="z-50">
          <Menu.Popup aria-label={label} className="min-w-52 rounded-card border border-border bg-raised p-1.5 shadow-menu outline-none">
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
