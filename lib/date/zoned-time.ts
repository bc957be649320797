/** A time of day in a time zone as an instant, without a library: the zone's offset is asked of Intl and tried on both sides of a change. */
export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** `zone` is an IANA name. A time that is skipped in spring is the one an hour later. */
export function instantOf({ year, month, day, hour, minute }: WallTime, zone: string): Date {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const first = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(first, zone));
}

export function wallTimeOf(instant: Date, zone: string): WallTime {
  const shifted = new Date(instant.getTime() + offsetAt(instant.getTime(), zone));
  return {
    ...{ year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() },
    ...{ hour: shifted.getUTCHours(), minute: shifted.getUTCMinutes() },
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone is ahead of UTC, in milliseconds. */
function offsetAt(time: number, zone: string): number {
  const made =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  formats.set(zone, made);
  const part = Object.fromEntries(made.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - (time - (time % 1000));
}
