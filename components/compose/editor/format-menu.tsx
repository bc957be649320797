'use client';
/** One property of the text with few values, each shown as it looks. */
import { Menu } from '@base-ui/react/menu';
import type { CSSProperties, ReactNode } from 'react';

interface Choice {
  name: string;
  value: string;
  style?: CSSProperties;
  swatch?: string;
}

export function FormatMenu({
  label,
  look,
  choices,
  onPick,
  children,
}: {
  label: string;
  look: string;
  choices: Choice[];
  onPick: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger aria-label={label} title={label} tabIndex={-1} className={look}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="top" sideOffset={6} className="z-50">
          <Menu.Popup finalFocus={false} className="min-w-40 rounded-card border border-border bg-raised p-1.5 shadow-menu outline-none">
            {choices.map(({ name, value, style, swatch }) => (
              <Menu.Item
                key={name}
                onClick={() => onPick(value)}
                className="flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 text-[13px] outline-none data-highlighted:bg-hover max-sm:min-h-11"
              >
                {swatch && (
                  <span aria-hidden className="size-4 flex-none rounded-full border border-border" style={{ background: swatch }} />
                )}
                <span style={style}>{name}</span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
