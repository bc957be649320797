'use client';
/** The theme, as three pictures. Shown at once, then saved. */
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { themes, type AccountSettings } from '#lib/settings/account-settings.ts';
import { applyTheme } from '../auth/theme.ts';
import { saveSetting } from './actions.ts';
import { ThemeArt } from './theme-art.tsx';

export function ThemeChoice({ value }: { value: AccountSettings['theme'] }) {
  const t = useTranslations('settings.appearance');
  // What is chosen before the page listens would be shown, and not kept.
  const listens = useInBrowser();
  const [shown, setShown] = useState(value);
  const [, start] = useTransition();
  function choose(next: AccountSettings['theme']): void {
    setShown(next);
    applyTheme(next);
    start(async () => {
      await saveSetting('theme', next).catch(() => setShown(value));
    });
  }
  return (
    <div role="radiogroup" aria-label={t('theme')} className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
      {themes.map((choice) => (
        <label
          key={choice}
          className="relative rounded-card border border-border p-2.5 has-checked:border-accent has-checked:shadow-[0_0_0_1px_var(--accent)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <span className="relative mb-2.5 block h-21 overflow-hidden rounded-control border border-border">
            <ThemeArt scheme={choice === 'dark' ? 'dark' : 'light'} />
            {choice === 'system' && (
              <span className="absolute inset-0 [clip-path:polygon(58%_0,100%_0,100%_100%,42%_100%)]">
                <ThemeArt scheme="dark" />
              </span>
            )}
          </span>
          <span className="flex items-center gap-2 text-[13px] leading-5 font-medium">
            <input
              type="radio"
              name="theme"
              checked={shown === choice}
              disabled={!listens}
              onChange={() => choose(choice)}
              className="size-4 accent-accent"
            />
            {t(`themes.${choice}`)}
          </span>
        </label>
      ))}
    </div>
  );
}
