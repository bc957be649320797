/** The way back to the list. */
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';

export function Breadcrumb({ href, name }: { href: string; name: string }) {
  const t = useTranslations('admin.nav');
  return (
    <nav aria-label={t('breadcrumb')} className="mb-0.5 flex items-center gap-1 text-[13px] leading-5 text-fg-3">
      <Link href={href} className="text-fg-3 hover:underline">
        {name}
      </Link>
      <ChevronRight size={14} aria-hidden className="rtl:-scale-x-100" />
    </nav>
  );
}
