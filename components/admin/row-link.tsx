/** What a row of a table is about, as the way to its page. */
import Link from 'next/link';
import type { ReactNode } from 'react';

export function RowLink({ href, dir = 'ltr', children }: { href: string; dir?: 'ltr' | 'auto'; children: ReactNode }) {
  return (
    <Link
      href={href}
      title={typeof children === 'string' ? children : undefined} // a narrow column cuts it
      className="font-medium text-fg hover:underline"
      dir={dir}
    >
      {children}
    </Link>
  );
}
