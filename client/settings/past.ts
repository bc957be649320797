/** The account as it was at an earlier time (Past/get, /preview and /restore, ours). */
import { defaultSettings } from '#lib/settings/account-settings.ts';
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
