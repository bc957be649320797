import { expect, test } from 'vitest';
import { isMailbox } from '../smtp/path.ts';
import { maskName } from './mask-name.ts';

test('every name is the local part of an address, and different octets make different names', () => {
  const names = Array.from({ length: 250 }, (_, seed) =>
    maskName(Uint8Array.from({ length: 8 }, (_one, index) => (seed * 251 + index * 97 + seed * index) % 256)),
  );
  for (const name of names) {
    expect(name).toMatch(/^[a-z]+\.[a-z]+\.\d{1,9}$/);
    expect(isMailbox(`${name}@example.org`)).toBe(true);
  }
  expect(new Set(names).size).toBe(250);
});
