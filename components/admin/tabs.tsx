'use client';
/** Parts of one thing, each a page of its own; on a phone they scroll sideways. */
import Link from 'next/link';
import { usePathname } from 'next/navigation';

export function Tabs({ label, items }: { label: string; items: { href: string; name: string; note?: string | undefined }[] }) {
  const path = decodeURIComponent(usePathname());
  return (
    <nav aria-label={label} className="mb-4 flex gap-6 overflow-x-auto border-b border-border">
      {items.map(({ href, name, note }) => {
        const here = path === decodeURIComponent(href);
        return (
          <Link
            key={href}
            href={href}
            aria-current={here ? 'page' : undefined}
            className={`-mb-px flex h-9 flex-none items-center gap-1.5 border-b-2 ${here ? 'border-accent font-semibold text-fg' : 'border-transparent text-fg-2 hover:text-fg'}`}
          >
            {name}
            {note && <span className="text-[13px] font-normal text-fg-3 tabular-nums">{note}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
