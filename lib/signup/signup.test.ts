import { expect, test } from 'vitest';
import { leadingZeroBits } from './proof-of-work.ts';
import { isOpenName, isReservedName } from './reserved-names.ts';

test('names that others trust are not given away, however they are written', () => {
  for (const name of ['postmaster', 'Admin', 'ad.min', 'a-d-m-i-n', 'support1', 'no-reply', 'security.2'])
    expect(isReservedName(name), name).toBe(true);
  for (const name of ['camille', 'adminton', 'newsome', 'rooted', 'bob99']) expect(isReservedName(name), name).toBe(false);
});

test('names of strangers', () => {
  for (const name of ['bob', 'camille.roux', 'a1-b2_c3']) expect(isOpenName(name), name).toBe(true);
  for (const name of ['al', '.bob', 'bob.', 'b..ob', 'bob+x', 'bób', 'x'.repeat(41), 'Bob']) expect(isOpenName(name), name).toBe(false);
});

test('zero bits at the beginning', () => {
  expect(leadingZeroBits(Uint8Array.of(255))).toBe(0);
  expect(leadingZeroBits(Uint8Array.of(0, 1))).toBe(15);
  expect(leadingZeroBits(Uint8Array.of(0, 0, 128))).toBe(16);
});
