/** Invitations as Google, Outlook and Apple write them, shortened; the answer is read back by the same library. */
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { ownAttendee, readInvitation, replyCalendar } from './invitation.ts';

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//EN', ...lines, 'END:VCALENDAR'].join('\r\n');

const google = calendar(
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'DTSTART:20261125T120000Z',
  'DTEND:20261125T123000Z',
  'DTSTAMP:20261120T080000Z',
  'ORGANIZER;CN=Priya Nair:mailto:priya@ovens.example',
  'UID:7kq@google.com',
  'ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN="Nair, Priya":mailto:priya@ovens.example',
  'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=',
  ' TRUE;CN=alice@crepes.fr:MAILTO:Alice@Crepes.fr',
  'SEQUENCE:2',
  'SUMMARY:Oven\\, handover <img src=x>',
  'LOCATION:Rue du Four 3',
  'RRULE:FREQ=WEEKLY;COUNT=3',
  'END:VEVENT',
);

test('a request is read', () => {
  const found = readInvitation(ICAL, google);
  expect(found).toMatchObject({
    ...{ method: 'REQUEST', uid: '7kq@google.com', sequence: 2, summary: 'Oven, handover <img src=x>', location: 'Rue du Four 3' },
    ...{ isAllDay: false, isFloating: false, repeats: 'weekly', isCancelled: false },
    organizer: { name: 'Priya Nair', email: 'priya@ovens.example' },
  });
  expect(found?.start?.toISOString()).toBe('2026-11-25T12:00:00.000Z');
  expect(found?.end?.toISOString()).toBe('2026-11-25T12:30:00.000Z');
  expect(found && ownAttendee(found, ['alice@crepes.fr'])).toMatchObject({ email: 'Alice@Crepes.fr', status: 'NEEDS-ACTION' });
});

test.each(['DTSTART:banana', 'DTSTART;VALUE=DATE:2026', 'RRULE:FREQ=NEVER', 'DTSTART:20261125T120000Z\r\nDURATION:x'])(
  'what cannot be read, %j, does no harm',
  (line) => {
    const read = () => readInvitation(ICAL, calendar('METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:x', line, 'SUMMARY:x', 'END:VEVENT'));
    expect(read).not.toThrow();
  },
);

test('a time in a zone of the calendar itself, as Outlook writes it', () => {
  const zone = [
    ...['BEGIN:VTIMEZONE', 'TZID:W. Europe Standard Time', 'BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0200'],
    ...['TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD', 'BEGIN:DAYLIGHT', 'DTSTART:16010101T020000'],
    ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
  ];
  const start = 'DTSTART;TZID=W. Europe Standard Time:20260701T090000';
  const found = readInvitation(ICAL, calendar('METHOD:REQUEST', ...zone, 'BEGIN:VEVENT', 'UID:1', start, 'DURATION:PT90M', 'END:VEVENT'));
  expect(found?.start?.toISOString()).toBe('2026-07-01T07:00:00.000Z');
  expect(found?.end?.toISOString()).toBe('2026-07-01T08:30:00.000Z');
});

test('whole days, and one that is cancelled', () => {
  const found = readInvitation(
    ICAL,
    calendar(
      'METHOD:CANCEL',
      'BEGIN:VEVENT',
      'UID:1',
      'STATUS:CANCELLED',
      'DTSTART;VALUE=DATE:20261224',
      'DTEND;VALUE=DATE:20261227',
      'END:VEVENT',
    ),
  );
  expect(found).toMatchObject({ method: 'CANCEL', isAllDay: true, isCancelled: true });
  expect(found?.start?.toISOString()).toBe('2026-12-24T00:00:00.000Z');
  expect(found?.end?.toISOString()).toBe('2026-12-26T00:00:00.000Z');
});

test.each([
  '',
  'BEGIN:VCALENDAR\r\nEND:VCALENDAR',
  'BEGIN:VCARD\r\nEND:VCARD',
  'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999\r\nEND',
  '<html>',
])('what is no invitation gives none: %j', (text) => expect(readInvitation(ICAL, text)).toBeNull());

test('the answer names the event and one attendee, and is read back', () => {
  const invitation = readInvitation(ICAL, google);
  if (!invitation) throw new Error('no invitation');
  const reply = replyCalendar(
    ICAL,
    invitation,
    { name: 'Alice "A"', email: 'alice@crepes.fr' },
    'ACCEPTED',
    new Date('2026-11-21T10:00:00Z'),
  );
  expect(reply).toContain('METHOD:REPLY');
  expect(reply).toContain('DTSTAMP:20261121T100000Z');
  const read = readInvitation(ICAL, reply);
  expect(read).toMatchObject({ method: 'REPLY', uid: '7kq@google.com', sequence: 2, organizer: { email: 'priya@ovens.example' } });
  expect(read?.attendees).toEqual([{ name: "Alice 'A'", email: 'alice@crepes.fr', status: 'ACCEPTED' }]);
});
