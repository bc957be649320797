/** The account as it was at an earlier time (Past/get, /preview and /restore, ours). */
import { defaultSettings } from '#lib/settings/account-settings.ts';
import { instantOf, wallTimeOf } from '#lib/date/zoned-time.ts';
import { callAccount } from '../jmap/call-account.ts';

interface Folder {
  id: string;
  name: string;
}
export interface PastChange {
  back: number;
  moved: number;
  flagged: number;
  gone: number;
  kept: number;
  bytes: number;
  /** States: to restore to when it is to be undone, and the one that it led to. */
  before: string;
  after: string;
  foldersBack: Folder[];
  foldersChanged: (Folder & { was: string })[];
  foldersGone: Folder[];
}
export interface PastFacts {
  from: string;
  days: number;
  restorations: (PastChange & { at: string; by: string; to: string })[];
  timeZone: string;
}

export async function loadPast(): Promise<PastFacts> {
  const answer = await callAccount([
    ['Past/get', { ids: null }, 'past'],
    ['Settings/get', { ids: ['singleton'], properties: ['timeZone'] }, 'settings'],
  ]);
  const [past] = answer('past').list as Omit<PastFacts, 'timeZone'>[];
  const [settings] = answer('settings').list as { timeZone: string }[];
  if (!past) throw new Error('Past/get');
  return { ...past, timeZone: settings?.timeZone ?? defaultSettings.timeZone };
}

export type Moment = { to: Date } | { toState: string };

// RFC 8620 §1.4: no fraction of a second that is zero.
const wire = (moment: Moment) => ('to' in moment ? { to: moment.to.toISOString().replace('.000Z', 'Z') } : moment);

export async function previewPast(moment: Moment): Promise<PastChange> {
  return (await callAccount([['Past/preview', wire(moment), 'past']]))('past') as unknown as PastChange;
}
export async function restorePast(moment: Moment): Promise<PastChange> {
  return (await callAccount([['Past/restore', wire(moment), 'past']]))('past') as unknown as PastChange;
}

export const changesNothing = ({ before, after }: PastChange): boolean => before === after;

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
