import type { ReadPart } from '../files/readable.ts';

const isCalendar = ({ type, name }: ReadPart) => type === 'text/calendar' || type === 'application/ics' || /\.ics$/i.test(name);

/** The part of a message that may be an invitation. Pure. */
export const calendarPart = (parts: readonly ReadPart[]): ReadPart | undefined =>
  parts.find(({ type }) => type === 'text/calendar') ?? parts.find(isCalendar);
