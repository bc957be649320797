/** Letters for the journeys of reading, as other programs write them. */
import { crc32 } from '#lib/zip/crc32.ts';
import { writeEntity, writeHeader, type Entity } from '#lib/message/write-entity.ts';

let last = 0;
const boundary = () => `=_journey${++last}`;

export function letter(fields: Record<string, string>, entity: Entity): Buffer {
  const all = { From: 'Priya Nair <priya@ovens.example>', To: 'bob@hamburger.edu', Date: 'Fri, 20 Nov 2026 09:14:00 +0100', ...fields };
  const header = Object.entries(all).map(([name, value]) =>
    /[^\x20-\x7e]/.test(value) ? writeHeader(name, value) : `${name}: ${value}\r\n`,
  );
  return Buffer.from(
    `${header.join('')}Message-ID: <${++last}.${Date.now()}@ovens.example>\r\nMIME-Version: 1.0\r\n${writeEntity(entity, boundary)}`,
  );
}

export const plain = (text: string): Entity => ({ type: 'text/plain', body: { text } });
export const html = (text: string): Entity => ({ type: 'text/html', body: { text } });
export const mixed = (...parts: Entity[]): Entity => ({ type: 'multipart/mixed', body: { parts } });
export const file = (name: string, type: string, bytes: Uint8Array): Entity => ({ type, name, disposition: 'attachment', body: { bytes } });
export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** One red pixel, as PNG. */
export function picture(): Uint8Array {
  const chunk = (type: string, data: number[]) => {
    const content = [...bytesOf(type), ...data];
    const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
    return [...word(data.length), ...content, ...word(crc32(Uint8Array.from(content)))];
  };
  const pixels = [0x78, 1, 1, 4, 0, 0xfb, 0xff, 0, 0xff, 0, 0, 3, 1, 1, 0]; // zlib, stored: no filter, red
  const header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0];
  return Uint8Array.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    ...chunk('IHDR', header),
    ...chunk('IDAT', pixels),
    ...chunk('IEND', []),
  ]);
}

/** What Outlook packs attachments into. */
export function winmail(name: string, content: string): Uint8Array {
  const u16 = (value: number) => [value & 255, value >>> 8];
  const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
  const attribute = (id: number, value: number[]) => [2, ...u16(id), ...u16(6), ...u32(value.length), ...value, 0, 0];
  const rendering = attribute(
    0x9002,
    Array.from({ length: 14 }, () => 0),
  );
  return Uint8Array.from([
    ...u32(0x223e9f78),
    ...u16(1),
    ...rendering,
    ...attribute(0x8010, [...bytesOf(name), 0]),
    ...attribute(0x800f, [...bytesOf(content)]),
  ]);
}

export const invitation = (organizer: string, attendee: string, summary: string): string =>
  [
    ...[
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Journey//EN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      `UID:${summary.length}-${Date.now()}@crepes.fr`,
    ],
    ...['DTSTAMP:20261120T080000Z', 'DTSTART:20261125T120000Z', 'DTEND:20261125T123000Z', `ORGANIZER;CN=Alice:mailto:${organizer}`],
    ...[`ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${attendee}`, `SUMMARY:${summary}`, 'LOCATION:Rue du Four 3', 'SEQUENCE:0'],
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
