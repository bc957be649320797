/** The times that are offered for putting something away. Pure: `now` is passed in. */
import { instantOf, wallTimeOf } from '#lib/date/zoned-time.ts';

export type PresetName = 'laterToday' | 'tonight' | 'tomorrow' | 'weekend' | 'nextWeek';
const morning = 8;

export function snoozePresets(now: Date, zone: string): { name: PresetName; at: Date }[] {
  const today = wallTimeOf(now, zone);
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  const at = (days: number, hour: number) => instantOf({ ...today, day: today.day + days, hour, minute: 0 }, zone);
  const until = (wanted: number) => (wanted - weekday + 7) % 7 || 7;
  const all: { name: PresetName; at: Date }[] = [
    ...(today.hour < 15 ? [{ name: 'laterToday' as const, at: at(0, today.hour + 3) }] : []),
    ...(today.hour < 17 ? [{ name: 'tonight' as const, at: at(0, 18) }] : []),
    { name: 'tomorrow', at: at(1, morning) },
    ...(weekday >= 1 && weekday <= 4 ? [{ name: 'weekend' as const, at: at(until(6), morning) }] : []),
    { name: 'nextWeek', at: at(until(1), morning) },
  ];
  return all.filter((preset, index) => all.findIndex((other) => other.at.getTime() === preset.at.getTime()) === index);
}
