import type { TimelineClock } from '#lib/timeline/step.ts';

/** Sizes and times of the administration pages. Times are of the server's clock and said in UTC, as its logs are. */
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export interface AdminFormat {
  bytes: (value: number) => string;
  count: (value: number) => string;
  percent: (share: number) => string;
  time: (at: Date) => string;
  day: (at: Date) => string;
  /** As a timeline has times, whose days stand apart. */
  clock: TimelineClock;
  /** From then to now. */
  age: (from: Date, now: Date) => string;
}

export function adminFormat(locale: string): AdminFormat {
  const time = (at: Date) =>
    `${new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`;
  const precise = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' } as const;
  const unit = (name: string, value: number, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: name === 'byte' ? 'long' : 'short',
      maximumFractionDigits: digits,
    }).format(value);
  return {
    bytes(value) {
      const step = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
      const scaled = value / 1000 ** step;
      return unit(units[step] ?? 'byte', scaled, step === 0 || scaled >= 100 ? 0 : 1);
    },
    count: (value) => new Intl.NumberFormat(locale).format(value),
    percent: (share) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    time,
    day: (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at),
    clock: {
      time: (at) => new Intl.DateTimeFormat(locale, { ...precise, timeZone: 'UTC' }).format(at),
      day: (at) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(at),
      moment: time,
    },
    age(from, now) {
      const minutes = Math.max(0, Math.round((now.getTime() - from.getTime()) / 60_000));
      if (minutes < 60) return unit('minute', minutes);
      return minutes < 48 * 60 ? unit('hour', Math.round(minutes / 60)) : unit('day', Math.round(minutes / 1440));
    },
  };
}
