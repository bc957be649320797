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
