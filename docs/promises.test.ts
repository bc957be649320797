/** docs/promises.md: every promise has its proof, and every test that it names is there under that title. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const lines = readFileSync(path.join(root, 'docs/promises.md'), 'utf8').split('\n');
const rows = lines.filter((line) => /^\|(?! -| promise)/.test(line)).map((line) => line.split('|').slice(1, -1));
const files = globSync(['{docs,lib,server,test,e2e}/**/*.{test.ts,spec.ts}', 'test/transcripts/**/*.txt'], { cwd: root });

/** `file` “title”, “title”; `file` … */
const proofs = rows.flatMap(([promise = '', cell = '']) =>
  [...cell.matchAll(/`([^`]+)`((?:[, ]*“[^”]+”)*)/g)].map(([, file = '', titles = '']) => ({
    promise: promise.trim(),
    file,
    titles: [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  })),
);
const found = (name: string) => files.filter((file) => `/${file}`.endsWith(`/${name}`));

test('each promise has a proof, or says that it is not a matter of tests', () => {
  expect(rows.length).toBeGreaterThan(80);
  const bare = rows.filter(
    ([promise, cell = '']) => !proofs.some((one) => one.promise === promise?.trim()) && cell.trim() !== 'not a test',
  );
  expect(bare).toEqual([]);
});

test('the files are there, by a name that fits one of them only; of tests the titles are named', () => {
  expect(proofs.filter(({ file }) => found(file).length !== 1).map(({ file }) => file)).toEqual([]);
  expect(proofs.filter(({ file, titles }) => file.endsWith('.ts') && titles.length === 0)).toEqual([]);
});

test('the tests are there under these titles', () => {
  const sources = new Map<string, string>();
  const sourceOf = (name: string) => {
    const known = sources.get(name) ?? readFileSync(path.join(root, found(name)[0] ?? ''), 'utf8');
    sources.set(name, known);
    return known.replaceAll("\\'", "'").replaceAll(/\(\s+/g, '(');
  };
  const isThere = (source: string, title: string) => ["'", '"', '`'].some((quote) => source.includes(`(${quote}${title}${quote},`));
  const missing = proofs.flatMap(({ file, titles }) =>
    titles.filter((title) => !isThere(sourceOf(file), title)).map((title) => `${file}: ${title}`),
  );
  expect(missing).toEqual([]);
});
