'use client';
/** Finds an account, a domain, an address or a message in the queue; `/` goes here. */
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePathname, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';

export function FindBox() {
  const t = useTranslations('admin.find');
  const field = useRef<HTMLInputElement>(null);
  const query = useSearchParams().get('q') ?? '';
  const found = usePathname() === '/admin/find' ? query : ''; // what this page answers
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || typing) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <form action="/admin/find" role="search" aria-label={t('label')} className="relative me-auto ms-3 w-full max-w-160 max-md:hidden">
      <Search size={18} aria-hidden className="absolute start-4 top-2.5 text-fg-3" />
      <input
        key={found}
        ref={field}
        defaultValue={found}
        type="search"
        name="q"
        aria-label={t('label')}
        placeholder={t('label')}
        autoComplete="off"
        className="h-9.5 w-full rounded-full border border-border bg-surface ps-11 pe-4 text-fg outline-none placeholder:text-fg-3 focus:border-accent"
      />
    </form>
  );
}
