/** Days as the owner of the account reads them. On the server 'auto' is UTC: it cannot know the device. */
import type { AccountSettings } from '#lib/settings/account-settings.ts';

export function formatDay(at: Date, settings: AccountSettings | undefined): string {
  const zone = settings?.timeZone ?? 'auto';
  return new Intl.DateTimeFormat(settings?.language ?? 'en', { dateStyle: 'medium', timeZone: zone === 'auto' ? 'UTC' : zone }).format(at);
}
