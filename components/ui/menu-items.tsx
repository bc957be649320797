'use client';
import { Menu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';

export interface MenuAction {
  label: string;
  icon: LucideIcon;
  /** As a hint beside it; the key itself is the keyboard map's affair. */
  keys?: string;
  /** Why it cannot be chosen. */
  refusal?: string | null;
  onSelect: () => void;
}

/** What stands in a menu, alike in menus behind a button and at a point. */
export function MenuItems({ actions }: { actions: MenuAction[] }) {
  return actions.map(({ label, icon: Icon, keys, refusal, onSelect }) => (
    <Menu.Item
      key={label}
      onClick={() => setTimeout(onSelect)} // once the focus is back: a dialog that this opens takes it from there, and brings it back there
      disabled={Boolean(refusal)}
      aria-description={refusal ?? undefined}
      title={refusal ?? undefined}
      className="flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 text-[13px] leading-5 outline-none data-disabled:text-fg-3 data-highlighted:bg-hover max-sm:min-h-11"
    >
      <Icon size={16} strokeWidth={1.75} className="text-fg-2" aria-hidden />
      {label}
      {keys && (
        <span aria-hidden className="ms-auto ps-6 text-[12px] text-fg-3">
          {keys}
        </span>
      )}
    </Menu.Item>
  ));
}
