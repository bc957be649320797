import { expect, test } from 'vitest';
import { readMimeTree } from './mime-tree.ts';
import { decodePart, everyPart } from './parts.ts';
import { writeEntity, writeHeader, writeMailbox, type Entity } from './write-entity.ts';

let count = 0;
const write = (entity: Entity) => new TextEncoder().encode(writeEntity(entity, () => `=_b${++count}`));

test('what is written is read back', () => {
  const text = 'Grüße,\n. a dot\nFrom here \n--dashes\ntrailing \t\n' + 'long '.repeat(60) + '😀'.repeat(40);
  const bytes = new Uint8Array(1000).map((_, index) => index % 256);
  const name = 'Ein sehr langer Name für eine Datei, mit "Zeichen" und Umlauten äöü ÄÖÜ.pdf';
  const written = write({
    type: 'multipart/mixed',
    body: {
      parts: [
        { type: 'text/plain', body: { text } },
        { type: 'application/pdf', name, disposition: 'attachment', cid: 'a@b', body: { bytes } },
        { type: 'application/pgp-encrypted', body: { plain: 'Version: 1\n' } },
      ],
    },
  });
  const ascii = new TextDecoder('latin1').decode(written);
  expect(ascii).toMatch(/^[\t\r\n\x20-\x7e]*$/);
  for (const line of ascii.split('\r\n')) {
    expect(line.length).toBeLessThanOrEqual(78);
    expect(line).not.toMatch(/[ \t]$|^From |^\.|\n/);
  }
  const [, first, second, third] = [...everyPart(readMimeTree(written))];
  expect(first && decodePart(written, first).text).toBe(text.replaceAll('\n', '\r\n'));
  expect(second && [...decodePart(written, second).bytes]).toEqual([...bytes]);
  expect(second).toMatchObject({ type: 'application/pdf', name, disposition: 'attachment', cid: 'a@b' });
  expect(third && new TextDecoder().decode(decodePart(written, third).bytes)).toBe('Version: 1\r\n');
});

test.each([
  [{ name: 'Ann Lee', email: 'a@x.test' }, 'Ann Lee <a@x.test>'],
  [{ name: 'Lee, "A"', email: 'a@x.test' }, '"Lee, \\"A\\"" <a@x.test>'],
  [{ name: 'Jürgen', email: 'a@x.test' }, '=?utf-8?Q?J=C3=BCrgen?= <a@x.test>'],
  [{ name: ' ', email: 'a@x.test' }, 'a@x.test'],
])('a mailbox %j', (mailbox, written) => expect(writeMailbox(mailbox)).toBe(written));

test('no header can be put in by a value', () => {
  expect(writeHeader('Subject', 'a\r\nBcc: spy@x.test')).toBe('Subject: a Bcc: spy@x.test\r\n');
});
