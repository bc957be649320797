'use client';
/** Finds a page of the settings by anything that is written on it. A combobox; `/` goes to it. */
import { Search } from 'lucide-react';
import { useMessages, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useRef, useState } from 'react';
import { settingsPages } from '#lib/settings/pages.ts';
import { pageIcons } from './settings-nav.tsx';

interface Hit {
  href: string;
  name: string;
  /** The words that were found, when it was not the name. */
  words: string | null;
  id: (typeof settingsPages)[number]['id'];
}

export function SettingsSearch() {
  const t = useTranslations('ui');
  const router = useRouter();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const texts = useMessages().settings as unknown as Record<string, unknown> | undefined;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target instanceof Element ? event.target.closest('input,textarea,select,[contenteditable]') : null;
      if (event.key !== '/' || at || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const wanted = text.trim().toLocaleLowerCase();
  const hits: Hit[] =
    wanted === ''
      ? []
      : settingsPages.flatMap(({ id: page, href }) => {
          const name = t(`settingsPages.${page}`);
          if (name.toLocaleLowerCase().includes(wanted)) return { id: page, href, name, words: null };
          const found = textsIn(texts?.[page]).find((one) => one.toLocaleLowerCase().includes(wanted));
          return found === undefined ? [] : { id: page, href, name, words: found };
        });
  const open = wanted !== '';
  function go(hit: Hit | undefined): void {
    if (!hit) return;
    setText('');
    input.current?.blur();
    router.push(hit.href);
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Enter') go(hits[active]);
    else if (event.key === 'Escape') setText('');
    else return;
    event.preventDefault();
  }
  return (
    <div role="search" className="relative w-full max-w-160">
      <Search size={18} strokeWidth={1.75} className="pointer-events-none absolute start-4 top-2.5 text-fg-3" aria-hidden />
      <input
        ref={input}
        role="combobox"
        aria-label={t('searchSettings')}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={hits.length > 0 ? `${id}-${active}` : undefined}
        placeholder={t('searchSettings')}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setText('')}
        className="h-9.5 w-full rounded-full border border-border bg-surface ps-11 pe-4 text-fg outline-none placeholder:text-fg-3 focus:border-accent max-sm:text-[16px]"
      />
      <span role="status" className="sr-only">
        {open ? t('settingsFound', { count: hits.length }) : ''}
      </span>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t('searchSettings')}
        hidden={!open || hits.length === 0}
        className="absolute inset-x-0 top-11 z-40 rounded-card border border-border bg-raised p-1.5 shadow-menu"
      >
        {hits.map((hit, index) => {
          const Icon = pageIcons[hit.id];
          return (
            <li
              key={hit.href}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => go(hit)}
              className={`flex min-h-9 items-center gap-3 rounded-control px-2.5 text-[13px] ${index === active ? 'bg-hover' : ''}`}
            >
              <Icon size={16} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
              <span className="font-medium whitespace-nowrap">{hit.name}</span>
              {hit.words && <span className="min-w-0 truncate text-fg-3">{hit.words}</span>}
            </li>
          );
        })}
      </ul>
      {open && hits.length === 0 && (
        <p className="absolute inset-x-0 top-11 z-40 rounded-card border border-border bg-raised p-4 text-fg-2 shadow-menu">
          {t('settingsFound', { count: 0 })}
        </p>
      )}
    </div>
  );
}

/** Sentences with arguments in them would not read well. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('{') || value.includes('<') ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
