import { settingsPages as pages } from '#lib/settings/pages.ts';
import { words } from '#client/i18n/words.ts';

/** The pages of the settings, as the palette offers them. */
export function settingsPages(): { href: string; name: string }[] {
  const t = words('ui');
  return pages.map(({ id, href }) => ({ href, name: t(`settingsPages.${id}`) }));
}
