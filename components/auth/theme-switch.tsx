'use client';
/** Light or dark, remembered by this browser; an account's own setting is in its settings. */
import { Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { applyTheme, isDark } from './theme.ts';

const changed = new EventTarget();
const subscribe = (listener: () => void) => {
  changed.addEventListener('change', listener);
  return () => changed.removeEventListener('change', listener);
};

export function ThemeSwitch({ words = false }: { words?: boolean }) {
  const t = useTranslations('auth');
  const dark = useSyncExternalStore(subscribe, isDark, () => false);
  const Icon = dark ? Sun : Moon;
  const name = dark ? t('lightTheme') : t('darkTheme');
  function change(): void {
    applyTheme(dark ? 'light' : 'dark');
    changed.dispatchEvent(new Event('change'));
  }
  return (
    <button
      type="button"
      aria-label={words ? undefined : name}
      title={name}
      onClick={change}
      className={
        words
          ? 'inline-flex min-h-6 items-center gap-1.5 hover:text-fg'
          : 'grid size-8 place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg'
      }
    >
      <Icon size={words ? 14 : 20} strokeWidth={1.75} aria-hidden />
      {words && name}
    </button>
  );
}
