/** The vacation reply (RFC 8621 §8). Its days are those of the account's time zone. */
import { instantOf, wallTimeOf } from '#lib/date/zoned-time.ts';
import { readSettings } from '#lib/settings/account-settings.ts';
import { callAccount, updateOne } from '../jmap/call-account.ts';
import { zoneOf } from '../i18n/format-when.ts';

export interface Vacation {
  isEnabled: boolean;
  fromDate: string | null;
  toDate: string | null;
  subject: string | null;
  textBody: string | null;
  htmlBody: string | null;
}

export async function loadVacation(): Promise<{ vacation: Vacation; zone: string }> {
  const answer = await callAccount([
    ['VacationResponse/get', { ids: ['singleton'] }, 'vacation'],
    ['Settings/get', { ids: ['singleton'] }, 'settings'],
  ]);
  const [vacation] = answer('vacation').list as Vacation[];
  const [settings] = answer('settings').list as Record<string, unknown>[];
  if (!vacation) throw new Error('VacationResponse');
  return { vacation, zone: zoneOf(readSettings(settings ?? {}).timeZone) };
}

export const saveVacation = (vacation: Vacation): Promise<void> => updateOne('VacationResponse', 'singleton', { ...vacation });

/** What a date field holds, `2026-12-24`: the first day, or the last one. */
export function dayOf(utc: string | null, zone: string, isLast: boolean): string {
  if (utc === null) return '';
  const at = new Date(Date.parse(utc) - (isLast ? 1000 : 0)); // the reply ends with the midnight after its last day
  const { year, month, day } = wallTimeOf(at, zone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function utcOfDay(text: string, zone: string, isLast: boolean): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const next = new Date(Date.UTC(year, month - 1, day + (isLast ? 1 : 0)));
  const wall = { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate(), hour: 0, minute: 0 };
  return instantOf(wall, zone)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
}
