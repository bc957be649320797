/** The table of docs/reliability.md has every fault point of the code, and each of them is driven by the test that counts. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const sorted = (points: Iterable<string>) => [...new Set(points)].sort();
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, point = '']) => point);

/** Where the code itself says that it can be made to fail. */
const inCode = sorted(
  globSync('server/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => found(read(file), /\bfaultPoint\('([^']+)'\)/g)),
);

test('the table has a line for each, and for none that there is not', () => {
  expect(inCode.length).toBeGreaterThan(5);
  expect(sorted(found(read('docs/reliability.md'), /^\| `([a-z.]+)`/gm))).toEqual(inCode);
});

test('each is driven by test/recovery/faults.test.ts, and known to the type', () => {
  expect(sorted(found(read('test/recovery/faults.test.ts'), /^ {2}\['([a-z]+\.[a-z]+)', '(?:crash|throw)'/gm))).toEqual(inCode);
  expect(sorted(found(read('server/config/fault-point.ts'), /^ {2}\| '([^']+)'/gm))).toEqual(inCode);
});
