import { expect, test } from 'vitest';
import { phraseBits, phrasePlaces } from './phrase-bits.ts';

const may = (filter: Buffer, phrase: string): boolean =>
  phrasePlaces(phrase).every((place) => {
    const at = place & (filter.length * 8 - 1);
    return (((filter[at >>> 3] ?? 0) >> (at & 7)) & 1) === 1;
  });

let seed = 7;
const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
const words = ['a', 'is', 'as', 'well', 'the', 'of', 'and', 'not', 'straße', '🙂', 'привет', 'x-y', 'end.', ''];
const text = (count: number): string => Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ');

test('whatever piece of a text is asked for, its filter lets the text through', () => {
  for (let round = 0; round < 500; round++) {
    const whole = text(1 + Math.floor(random() * 60));
    const filter = phraseBits([whole]) as Buffer;
    for (let piece = 0; piece < 20; piece++) {
      const from = Math.floor(random() * whole.length);
      expect(may(filter, whole.slice(from, from + 1 + Math.floor(random() * 20)))).toBe(true);
    }
  }
});

test('most texts that do not hold a phrase are kept out, and those of two halves hold what stands in either', () => {
  const texts = Array.from({ length: 400 }, () => Array.from({ length: 200 }, () => Math.floor(random() * 900) + 100).join(' '));
  const passed = texts.filter((one) => may(phraseBits([one]) as Buffer, '123 456') && !one.includes('123 456'));
  expect(passed.length).toBeLessThan(80);
  expect(may(phraseBits(['one two', 'three four']) as Buffer, 'three four')).toBe(true);
});

test('what is too short to say anything passes, and what is too long has no filter', () => {
  expect(phrasePlaces('in a')).toEqual([]);
  expect(phrasePlaces('word')).toEqual([]);
  expect(phrasePlaces('as \ufffdell')).toEqual([]);
  expect(phraseBits([Array.from({ length: 40_000 }, (_, n) => n + 10_000).join(' ')])).toBeNull();
});
