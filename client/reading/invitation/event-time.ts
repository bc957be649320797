/** When an event is, in the reader's own zone and language. */
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import type { Invitation } from './invitation.ts';

type Settings = Pick<AccountSettings, 'language' | 'timeZone'>;

export function eventTime({ start, end, isAllDay, isFloating }: Invitation, { language, timeZone }: Settings): string {
  if (!start) return '';
  const zone = isAllDay ? 'UTC' : timeZone === 'auto' || isFloating ? undefined : timeZone;
  const day: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: zone };
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZoneName: isFloating ? undefined : 'short' };
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, isAllDay ? day : { ...day, ...time });
  return end && end > start ? format.formatRange(start, end) : format.format(start);
}

/** For the leaf of the calendar: the month's short name and the day. */
export function leafOf({ start, isAllDay }: Invitation, { language, timeZone }: Settings): { month: string; day: string } {
  const zone = isAllDay ? 'UTC' : timeZone === 'auto' ? undefined : timeZone;
  const part = (options: Intl.DateTimeFormatOptions) =>
    start ? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...options, timeZone: zone }).format(start) : '';
  return {
    month: part({ month: 'short' }),
    day: start ? String(Number(new Intl.DateTimeFormat('en', { day: 'numeric', timeZone: zone }).format(start))) : '',
  };
}
