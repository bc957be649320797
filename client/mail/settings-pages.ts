import { words } from '../i18n/words.ts';

const pages = [
  ['/settings', 'general'],
  ['/settings/appearance', 'appearance'],
  ['/settings/compose', 'compose'],
  ['/settings/security', 'security'],
  ['/settings/programs', 'programs'],
] as const;

/** The pages of the settings, as the palette offers them. */
export function settingsPages(): { href: string; name: string }[] {
  const t = words('mail');
  return pages.map(([href, name]) => ({ href, name: t(`settingsPages.${name}`) }));
}
