'use client';
/** A context menu at a point: by the right button, the menu key, or a long press. */
import { Menu } from '@base-ui/react/menu';
import { useFocusReturn } from '#client/hooks/use-focus-return.ts';
import { MenuItems, type MenuAction } from './menu-items.tsx';

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
  useFocusReturn();
  const anchor = { getBoundingClientRect: () => DOMRect.fromRect({ x: at.x, y: at.y, width: 0, height: 0 }) };
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal container={document.querySelector('main')}>
        <Menu.Positioner anchor={anchor} align="start" side="bottom" positionMethod="fixed" className="z-50">
          <Menu.Popup aria-label={label} className="min-w-52 rounded-card border border-border bg-raised p-1.5 shadow-menu outline-none">
            <MenuItems actions={actions} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
