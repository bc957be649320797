/** Dates as a list shows them: the time of today, the day of this year, else the date. */
import type { AccountSettings } from '#lib/settings/account-settings.ts';

type Settings = Pick<AccountSettings, 'language' | 'timeZone'> & Partial<Pick<AccountSettings, 'dateFormat' | 'clock'>>;

const zoneOf = ({ timeZone }: Settings) => (timeZone === 'auto' ? undefined : timeZone);
const format = (settings: Settings, options: Intl.DateTimeFormatOptions) =>
  formatter(settings.language === 'en' ? 'en-GB' : settings.language, {
    ...{ timeZone: zoneOf(settings), ...options },
    ...(options.hour === undefined || (settings.clock ?? 'auto') === 'auto' ? {} : { hourCycle: settings.clock === '24' ? 'h23' : 'h12' }),
  });
const dayKey = (settings: Settings, at: Date) => formatter('en-CA', { timeZone: zoneOf(settings) }).format(at);

/** The day in the form that a person chose; null: as the language has it. */
function chosenDay(at: Date, settings: Settings): string | null {
  const [year = '', month = '', day = ''] = dayKey(settings, at).split('-');
  switch (settings.dateFormat ?? 'auto') {
    case 'auto':
      return null;
    case 'iso':
      return `${year}-${month}-${day}`;
    case 'dmy':
      return `${day}/${month}/${year}`;
    case 'mdy':
      return `${month}/${day}/${year}`;
  }
}

/** To make one costs more than all else about a row. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(language, options);
  formatters.set(key, made);
  return made;
}

export function shortDate(iso: string, settings: Settings, now: Date): string {
  const at = new Date(iso);
  const [day, today] = [dayKey(settings, at), dayKey(settings, now)];
  if (day === today) return format(settings, { hour: '2-digit', minute: '2-digit' }).format(at);
  if (day === dayKey(settings, new Date(now.getTime() - 86_400_000))) {
    const relative = new Intl.RelativeTimeFormat(settings.language, { numeric: 'auto' }).format(-1, 'day');
    return relative.charAt(0).toLocaleUpperCase(settings.language) + relative.slice(1);
  }
  const chosen = chosenDay(at, settings);
  if (chosen !== null) return chosen;
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  return format(settings, sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

export function longDate(iso: string, settings: Settings): string {
  const chosen = chosenDay(new Date(iso), settings);
  if (chosen !== null) {
    const [weekday, time] = [format(settings, { weekday: 'short' }), format(settings, { hour: '2-digit', minute: '2-digit' })];
    return `${weekday.format(new Date(iso))} ${chosen}, ${time.format(new Date(iso))}`;
  }
  return format(settings, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(
    new Date(iso),
  );
}

/** A whole day. */
export function dayDate(iso: string, settings: Settings): string {
  const at = new Date(iso);
  return chosenDay(at, settings) ?? format(settings, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** A time of day to the thousandth: servers are that fast. */
export function preciseTime(iso: string, settings: Settings): string {
  return format(settings, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }).format(new Date(iso));
}

/** A time to come, such as "Mon 23 Nov, 08:00". */
export function formatWhen(at: Date, settings: Settings): string {
  return format(settings, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
}

/** IANA name of the zone that the reader's clocks show. */
export const zoneName = (settings: Settings): string => zoneOf(settings) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
