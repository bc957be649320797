'use client';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMail } from '#client/mail/mail-store.ts';
import { search } from '#client/mail/navigate.ts';

/** Searches that were saved, as a tree like that of the mailboxes. */
export function SavedSearches() {
  const t = useTranslations('mail');
  const queries = useMail((state) => state.settings.savedSearches);
  const { box, q } = useMail((state) => state.route);
  if (queries.length === 0) return null;
  const current = box === 'search' ? queries.indexOf(q) : -1;
  return (
    <>
      <h2 className="mt-3 flex h-8 items-center ps-3 text-[12px] leading-4 font-semibold text-fg-3">{t('savedSearches')}</h2>
      <div
        role="tree"
        aria-label={t('savedSearches')}
        onKeyDown={(event) => {
          const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
          const at = items.indexOf(document.activeElement as HTMLElement);
          const query = queries[at];
          if (event.key === 'ArrowDown') items[at + 1]?.focus();
          else if (event.key === 'ArrowUp') items[at - 1]?.focus();
          else if ((event.key === 'Enter' || event.key === ' ') && query) search(query);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {queries.map((query, index) => (
          <div
            key={query}
            role="treeitem"
            aria-level={1}
            aria-selected={index === current}
            tabIndex={index === Math.max(0, current) ? 0 : -1}
            title={query}
            onClick={() => search(query)}
            className="tree-item flex h-8 cursor-default items-center gap-3 rounded-control px-3 text-fg-2 hover:bg-hover aria-selected:text-fg max-sm:h-11"
          >
            <Search size={16} strokeWidth={1.75} className="w-4.5 flex-none" aria-hidden />
            <span className="min-w-0 flex-1 truncate" dir="auto">
              {query}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}
