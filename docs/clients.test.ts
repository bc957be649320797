/** Every test that docs/clients.md names is there, and every program has one. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const rows = readFileSync(path.join(root, 'docs/clients.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\|(?! -| program)/.test(line))
  .map((line) => line.split('|').slice(1, -1));
const named = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);

test('the tests that are named are there, by a name that fits one of them only', () => {
  const files = globSync(['test/**/*.{txt,test.ts}', 'server/**/*.test.ts', 'e2e/**/*.spec.ts'], { cwd: root }).map((file) => `/${file}`);
  const wrong = rows
    .flatMap((cells) => named(cells.at(-1)))
    .filter((name) => files.filter((file) => file.endsWith(`/${name}`)).length !== 1);
  expect(wrong).toEqual([]);
});

test('no row is without a test', () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((cells) => named(cells.at(-1)).length === 0)).toEqual([]);
});
