/** The times that are offered for sending later, in the zone of the account. Pure but for the words. */
import { parseWhen, type WhenContext } from '#lib/date/parse-when.ts';

export const presets = [
  { name: 'laterToday', when: 'today 18' },
  { name: 'tomorrowMorning', when: 'tomorrow 8' },
  { name: 'tomorrowAfternoon', when: 'tomorrow 13' },
  { name: 'nextMonday', when: 'next monday 8' },
] as const;

/** Those that have not passed. */
export function presetTimes(context: WhenContext): { name: (typeof presets)[number]['name']; at: Date }[] {
  return presets.flatMap(({ name, when }) => {
    const at = parseWhen(when, context);
    return at ? [{ name, at }] : [];
  });
}

/** 'auto' is the device's. */
export const zoneOf = (timeZone: string) => (timeZone === 'auto' ? Intl.DateTimeFormat().resolvedOptions().timeZone : timeZone);

export function formatWhen(at: Date, language: string, zone: string): string {
  const own = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(language, { ...own, timeZone: zone }).format(at);
}
