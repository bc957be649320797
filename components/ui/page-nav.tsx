'use client';
/** The sidebar of settings and administration; on a phone a strip that scrolls sideways. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, type ReactNode } from 'react';

export interface NavItem {
  href: string;
  name: string;
  icon: ReactNode;
  note?: string | undefined;
}
export interface NavGroup {
  title?: string;
  items: NavItem[];
}

export function PageNav({ label, groups, back }: { label: string; groups: NavGroup[]; back: NavItem }) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  // On a phone it is a strip: where one is must be seen.
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  const row = 'flex h-8 flex-none items-center gap-3 rounded-control ps-3 pe-2.5 whitespace-nowrap';
  return (
    <nav ref={nav} aria-label={label} className="flex flex-col gap-px max-md:flex-row max-md:gap-1 max-md:overflow-x-auto">
      <Link href={back.href} className={`${row} mb-2 text-fg-2 hover:bg-hover max-md:mb-0`}>
        {back.icon}
        {back.name}
      </Link>
      {groups.map((group, index) => (
        <div key={group.title ?? index} className="contents">
          {group.title && (
            <div className="mt-3 flex h-8 items-center px-3 text-[12px] leading-4 font-semibold text-fg-3 max-md:hidden">{group.title}</div>
          )}
          {group.items.map(({ href, name, icon, note }) => {
            const here = path === href || (href.split('/').length > 2 && path.startsWith(`${href}/`));
            return (
              <Link
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={`${row} ${here ? 'bg-selected font-semibold text-fg [&_svg]:text-accent' : 'text-fg-2 hover:bg-hover'}`}
              >
                {icon}
                <span className="truncate">{name}</span>
                {note && <span className="ms-auto text-[12px] leading-4 font-normal text-fg-3 tabular-nums max-md:ms-0">{note}</span>}
              </Link>
            );
          })}
        </div>
      ))}
    </nav>
  );
}
