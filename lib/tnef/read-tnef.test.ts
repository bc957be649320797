import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTnef } from './read-tnef.ts';

const u16 = (n: number) => [n & 255, n >>> 8];
const u32 = (n: number) => [...u16(n & 0xffff), ...u16(n >>> 16)];
const text = (words: string) => [...words].map((character) => character.charCodeAt(0));
const attribute = (level: number, id: number, value: number[]) => [level, ...u16(id), ...u16(6), ...u32(value.length), ...value, 0, 0];
const padded = (value: number[]) => [...value, ...Array.from({ length: (4 - (value.length % 4)) % 4 }, () => 0)];
const wide = (words: string) => [...words, '\0'].flatMap((character) => u16(character.charCodeAt(0)));
const stringProperty = (id: number, words: string) => {
  const value = wide(words);
  return [...u16(0x001f), ...u16(id), ...u32(1), ...u32(value.length), ...padded(value)];
};
const narrowProperty = (id: number, words: string) => {
  const value = [...text(words), 0];
  return [...u16(0x001e), ...u16(id), ...u32(1), ...u32(value.length), ...padded(value)];
};
const start = [...u32(0x223e9f78), ...u16(1)];
const file = (title: string, data: string, properties: number[][] = []) => [
  ...attribute(
    2,
    0x9002,
    Array.from({ length: 14 }, () => 0),
  ),
  ...attribute(2, 0x8010, [...text(title), 0]),
  ...attribute(2, 0x800f, text(data)),
  ...(properties.length > 0 ? attribute(2, 0x9005, [...u32(properties.length), ...properties.flat()]) : []),
];

test('files with their long names and types; the message itself is passed over', () => {
  const number = [...u16(0x0003), ...u16(0x3705), ...u32(1)];
  const named = [...u16(0x0003), ...u16(0x8001), ...Array.from({ length: 16 }, () => 7), ...u32(1), ...u32(4), ...wide('x'), ...u32(9)];
  const bytes = Uint8Array.from([
    ...start,
    ...attribute(1, 0x8008, text('IPM.Note\0')),
    ...file('LEASE~1.PDF', '%PDF', [
      number,
      named,
      stringProperty(0x3707, 'Oven lease – été.pdf'),
      narrowProperty(0x370e, 'application/PDF'),
    ]),
    ...file('..\\..\\evil.txt', 'hello'),
  ]);
  const files = readTnef(bytes);
  expect(files?.map(({ name, type, data }) => [name, type, new TextDecoder().decode(data)])).toEqual([
    ['Oven lease – été.pdf', 'application/pdf', '%PDF'],
    ['evil.txt', 'application/octet-stream', 'hello'],
  ]);
});

test('what is something else, or cut off', () => {
  expect(readTnef(Uint8Array.from(text('PK\u0003\u0004 not this')))).toBeNull();
  expect(readTnef(new Uint8Array())).toBeNull();
  const whole = Uint8Array.from([...start, ...file('a.txt', 'one'), ...file('b.txt', 'two')]);
  for (let length = 6; length < whole.length; length++) expect(readTnef(whole.subarray(0, length))?.length).toBeLessThanOrEqual(2);
});

test('hostile bytes end it early, never badly', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => Array.isArray(readTnef(Uint8Array.from([...start, ...noise])))));
  const nested = fc
    .uint8Array({ maxLength: 200 })
    .map((noise) => [...start, ...attribute(2, 0x9002, []), ...attribute(2, 0x9005, [...noise])]);
  fc.assert(fc.property(nested, (bytes) => Array.isArray(readTnef(Uint8Array.from(bytes)))));
});
