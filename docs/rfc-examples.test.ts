/** docs/rfc-examples.md is what its sources say, and every example of the RFCs is gone through by a transcript or has its reason. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildExamples, findComments, readChapters } from './rfc-examples.ts';

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8');
const source = read('rfc-examples.txt');
const examples = readChapters(source).flatMap((chapter) => chapter.examples);
const references = findComments('example');

test('docs/rfc-examples.md is as it is built (else: npm run rfc)', () => {
  const flat = (text: string) => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
  expect(flat(read('rfc-examples.md'))).toBe(flat(buildExamples(source, references)));
});

test('every example that is not left out is gone through by a transcript', () => {
  expect(examples.filter(({ key, leftOut }) => !leftOut && !references.has(key)).map(({ key }) => key)).toEqual([]);
});

test('what is left out is not gone through, and nothing is listed twice', () => {
  expect(examples.filter(({ key, leftOut }) => leftOut && references.has(key)).map(({ key }) => key)).toEqual([]);
  const keys = examples.map(({ key }) => key);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

test('every example that a transcript names is listed', () => {
  const listed = new Set(examples.map(({ key }) => key));
  expect([...references.keys()].filter((key) => !listed.has(key))).toEqual([]);
});
