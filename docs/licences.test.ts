import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isAccepted, licencesPage, packages } from './licences.ts';

test('docs/licences.md is what the lock file says (else: npm run licences)', () => {
  expect(readFileSync(path.join(import.meta.dirname, 'licences.md'), 'utf8')).toBe(licencesPage());
});

test('no package asks for more than to be named, and for its own source', () => {
  expect(packages().filter(({ licence }) => !isAccepted(licence))).toEqual([]);
});

test('terms are read with their OR and AND', () => {
  expect(['MIT', '(BSD-3-Clause OR GPL-2.0)', 'Apache-2.0 AND MIT', 'MIT and ISC'].map(isAccepted)).toEqual([true, true, true, true]);
  expect(['', 'GPL-3.0', 'MIT AND GPL-3.0', 'UNLICENSED', 'SEE LICENSE IN LICENSE'].map(isAccepted)).toEqual(Array(5).fill(false));
});
