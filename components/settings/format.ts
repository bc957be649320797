/** Days as the owner of the account reads them. On the server 'auto' is UTC: it cannot know the device. */
import type { AccountSettings } from '#lib/settings/account-settings.ts';

export const formatDay = (at: Date, settings: AccountSettings | undefined): string => formatted(at, settings, { dateStyle: 'medium' });
export const formatMoment = (at: Date, settings: AccountSettings | undefined): string =>
  formatted(at, settings, { dateStyle: 'medium', timeStyle: 'short' });

function formatted(at: Date, settings: AccountSettings | undefined, style: Intl.DateTimeFormatOptions): string {
  const zone = settings?.timeZone ?? 'auto';
  return new Intl.DateTimeFormat(settings?.language ?? 'en', { ...style, timeZone: zone === 'auto' ? 'UTC' : zone }).format(at);
}
