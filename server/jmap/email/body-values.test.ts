import fc from 'fast-check';
import { expect, test } from 'vitest';
import { truncate } from './body-values.ts';

test('never longer than asked, never inside a character, always a beginning', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, max) => {
      const wellFormed = text.toWellFormed();
      const cut = truncate(wellFormed, max, false);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(max);
      expect(wellFormed.startsWith(cut)).toBe(true);
      expect(cut.isWellFormed()).toBe(true);
      if (Buffer.byteLength(wellFormed) <= max) expect(cut).toBe(wellFormed);
    }),
  );
});

test('HTML is not cut inside a tag', () => {
  expect(truncate('<p>Read <a href="https://example.com">this</a>', 20, true)).toBe('<p>Read ');
  expect(truncate('<p>Read</p> more', 13, true)).toBe('<p>Read</p> m');
});
