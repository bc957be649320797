/** An invitation to an event (RFC 5545, iTIP: RFC 5546) as a person is asked it, and the answer that goes back by mail (iMIP: RFC 6047). */
import type ICAL from 'ical.js';

export type Answer = 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';
export interface Attendee {
  name: string | null;
  email: string;
  status: string;
}
export interface Invitation {
  method: string;
  uid: string;
  sequence: number;
  summary: string;
  description: string;
  location: string;
  /** With a time of day, an instant; of whole days, their first and the last one, in UTC. */
  start: Date | null;
  end: Date | null;
  isAllDay: boolean;
  /** It has no zone: the same time of day wherever one is. */
  isFloating: boolean;
  repeats: string | null;
  isCancelled: boolean;
  organizer: { name: string | null; email: string } | null;
  attendees: Attendee[];
  /** Made from the event itself, for the answer. */
  component: ICAL.Component;
}

type Library = typeof ICAL;

/** Null when there is no event in it, or none that can be read: then it is a file among the others. */
export const readInvitation = (library: Library, text: string): Invitation | null => safely(() => eventIn(library, text));

function eventIn(library: Library, text: string): Invitation | null {
  const calendar = new library.Component(library.parse(text) as ConstructorParameters<Library['Component']>[0]);
  const component = calendar.name === 'vcalendar' ? calendar.getFirstSubcomponent('vevent') : null;
  if (!component) return null;
  const event = new library.Event(component);
  const word = (name: string) => String(component.getFirstPropertyValue(name) ?? '').trim();
  const start = event.startDate as ICAL.Time | null;
  const end = start ? safely(() => event.endDate) : null;
  const isAllDay = start?.isDate ?? false;
  const rule = component.getFirstPropertyValue('rrule') as ICAL.Recur | null;
  return {
    method: String(calendar.getFirstPropertyValue('method') ?? 'PUBLISH').toUpperCase(),
    uid: word('uid'),
    sequence: Number(word('sequence')) || 0,
    summary: word('summary'),
    description: word('description'),
    location: word('location'),
    start: start ? dateOf(start) : null,
    end: end ? dateOf(end, isAllDay ? -1 : 0) : null,
    isAllDay,
    isFloating: start?.zone?.tzid === 'floating' && !isAllDay,
    repeats: rule ? rule.freq.toLowerCase() : null,
    isCancelled: word('status').toUpperCase() === 'CANCELLED',
    organizer: personOf(component.getFirstProperty('organizer')),
    attendees: component.getAllProperties('attendee').flatMap((property) => {
      const person = personOf(property);
      return person ? [{ ...person, status: String(property.getFirstParameter('partstat') ?? 'NEEDS-ACTION').toUpperCase() }] : [];
    }),
    component,
  };
}

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** The end of whole days is the day after the last (RFC 5545 §3.6.1). */
function dateOf(time: ICAL.Time, days = 0): Date {
  if (!time.isDate) return time.toJSDate();
  return new Date(Date.UTC(time.year, time.month - 1, time.day + days));
}

function personOf(property: ICAL.Property | null): { name: string | null; email: string } | null {
  const value = String(property?.getFirstValue() ?? '');
  const email = value.replace(/^mailto:/i, '').trim();
  if (!email.includes('@')) return null;
  const name = property?.getFirstParameter('cn');
  return { name: typeof name === 'string' && name.trim() ? name.trim() : null, email };
}

/** The attendee that is oneself. */
export function ownAttendee({ attendees }: Invitation, addresses: readonly string[]): Attendee | null {
  const own = new Set(addresses.map((address) => address.toLowerCase()));
  return attendees.find(({ email }) => own.has(email.toLowerCase())) ?? null;
}

/** RFC 5546 §3.2.3: the event's names and one attendee with the answer; nothing else of it goes back. */
export function replyCalendar(
  library: Library,
  invitation: Invitation,
  person: { name: string | null; email: string },
  answer: Answer,
  now: Date,
): string {
  const calendar = new library.Component('vcalendar');
  calendar.addPropertyWithValue('prodid', '-//Posthorn//EN');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('method', 'REPLY');
  const reply = new library.Component('vevent');
  for (const name of ['uid', 'organizer', 'recurrence-id', 'sequence', 'dtstart', 'dtend', 'summary']) {
    const property = invitation.component.getFirstProperty(name);
    if (property) reply.addProperty(library.Property.fromString(property.toICALString()));
  }
  const attendee = reply.addPropertyWithValue('attendee', `mailto:${person.email}`);
  attendee.setParameter('partstat', answer);
  if (person.name) attendee.setParameter('cn', person.name.replaceAll('"', "'"));
  reply.addPropertyWithValue('dtstamp', library.Time.fromJSDate(now, true));
  // Zones that the times are given in come along (RFC 5545 §3.6.5).
  for (const zone of invitation.component.parent?.getAllSubcomponents('vtimezone') ?? [])
    calendar.addSubcomponent(new library.Component(library.parse(zone.toString()) as ConstructorParameters<Library['Component']>[0]));
  calendar.addSubcomponent(reply);
  return `${calendar.toString()}\r\n`;
}
