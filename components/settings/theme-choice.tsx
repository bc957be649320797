'use client';
/** The theme, as three pictures. Shown at once, then saved. */
import { useTranslations } from 'next-intl';
import { themes, type AccountSettings } from '#lib/settings/account-settings.ts';
import { applyTheme } from '../auth/theme.ts';
import { SettingProblem } from './setting-problem.tsx';
import { ThemeArt } from './theme-art.tsx';
import { useSetting } from './use-setting.ts';

export function ThemeChoice({ value }: { value: AccountSettings['theme'] }) {
  const t = useTranslations('settings.appearance');
  const { shown, choose, listens, problem } = useSetting('theme', value, { onShown: applyTheme });
  return (
    <>
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
      <SettingProblem problem={problem} />
    </>
  );
}
