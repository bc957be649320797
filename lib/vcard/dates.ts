/** Dates of vCard (RFC 6350 §4.3) and of JSContact. */
import type { PartialDate, Timestamp } from '../contacts/card.ts';

/** A timestamp as a UTCDate; undefined when it has no full date and time. */
export function readTimestamp(text: string): string | undefined {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d):?(\d\d)(?:[.,]\d+)?(Z|z|[+-]\d\d(?::?\d\d)?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, zone = 'Z'] = match;
  const offset =
    zone.toUpperCase() === 'Z'
      ? 'Z'
      : zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_all, hours: string, rest = '00') => `${hours}:${String(rest)}`);
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A birthday or the like: a day, or what is known of it. Undefined for text that is no date. */
export function readDate(text: string): PartialDate | Timestamp | undefined {
  const utc = readTimestamp(text);
  if (utc) return { '@type': 'Timestamp', utc };
  const date = text.trim().replace(/[Tt ].*$/, '');
  const patterns = [/^(\d{4})-?(\d\d)-?(\d\d)$/, /^(\d{4})-(\d\d)$/, /^(\d{4})$/, /^-{2}()(\d\d)-?(\d\d)$/];
  const match = patterns.map((pattern) => pattern.exec(date)).find(Boolean);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number);
  if ((month !== undefined && (month < 1 || month > 12)) || (day !== undefined && (day < 1 || day > 31))) return undefined;
  return { ...(year ? { year } : {}), ...(month ? { month } : {}), ...(day ? { day } : {}) };
}

/** `compact`: as vCard 4 writes it; else as vCard 3 does, with hyphens. */
export function writeDate(date: PartialDate | Timestamp, compact: boolean): string {
  if ('utc' in date) return writeTimestamp(date.utc, compact);
  const { year, month, day } = date as PartialDate;
  const pad = (number: number | undefined, length: number) => String(number ?? 0).padStart(length, '0');
  if (year === undefined) return compact ? `--${pad(month, 2)}${pad(day, 2)}` : `--${pad(month, 2)}-${pad(day, 2)}`;
  if (month === undefined) return pad(year, 4);
  if (day === undefined) return `${pad(year, 4)}-${pad(month, 2)}`;
  return [pad(year, 4), pad(month, 2), pad(day, 2)].join(compact ? '' : '-');
}

export const writeTimestamp = (utc: string, compact: boolean): string =>
  compact ? utc.replaceAll(/[-:]/g, '').replace(/\.\d+/, '') : utc.replace(/\.\d+/, '');
