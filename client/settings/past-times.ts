/** Times to go back to, as a field holds them and as people name them. */
import { instantOf, wallTimeOf } from '#lib/date/zoned-time.ts';

/** What a datetime-local field holds is a wall clock without a zone; seconds, as what went wrong may be a minute old. */
export function fromField(text: string, zone: string): Date | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?/.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return new Date(instantOf({ year, month, day, hour, minute }, zone).getTime() + second * 1000);
}
export function toField(at: Date, zone: string): string {
  const { year, month, day, hour, minute } = wallTimeOf(at, zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(at.getUTCSeconds())}`;
}

/** Times that people name, as far as they are kept. */
export function usualTimes(now: Date, from: Date, zone: string): { name: 'anHour' | 'yesterday' | 'week'; at: Date }[] {
  const { year, month, day } = wallTimeOf(new Date(now.getTime() - 86_400_000), zone);
  return (
    [
      { name: 'anHour', at: new Date(now.getTime() - 3_600_000) },
      { name: 'yesterday', at: instantOf({ year, month, day, hour: 9, minute: 0 }, zone) },
      { name: 'week', at: new Date(now.getTime() - 7 * 86_400_000) },
    ] as const
  ).filter(({ at }) => at >= from);
}
