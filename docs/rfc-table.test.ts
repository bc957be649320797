/** docs/rfc.md is what its sources say. New references alone do not make it stale, as the files that it names are only the foremost ones. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findReferences, readLines } from './rfc-table.ts';

const root = path.join(import.meta.dirname, '..');
const source = readFileSync(path.join(root, 'docs/rfc.txt'), 'utf8');
const table = readFileSync(path.join(root, 'docs/rfc.md'), 'utf8');
const rows = table.split('\n').flatMap((line) => {
  const [, numbers, status, what, code, tests] = /^\| ([\d, ]+) +\| (\S.*?) +\| (.*?) +\| (.*?) *\| (.*?) *\|$/.exec(line) ?? [];
  return numbers === undefined ? [] : [{ numbers: numbers.trim().split(', ').map(Number), status, what, files: `${code} ${tests}` }];
});

test('docs/rfc.md has the lines of docs/rfc.txt (else: npm run rfc)', () => {
  const wanted = readLines(source).flatMap((entry) => ('lines' in entry ? entry.lines : []));
  expect(rows.map(({ numbers, status, what }) => ({ numbers, status, what }))).toEqual(wanted);
});

test('every file that it names is there and still names the RFC (else: npm run rfc)', () => {
  const references = findReferences();
  const stale = rows.flatMap(({ numbers, files }) =>
    [...files.matchAll(/`([^`]+)`/g)]
      .map(([, file = '']) => file)
      .filter((file) => !existsSync(path.join(root, file)) || !numbers.some((number) => references.get(number)?.has(file))),
  );
  expect(stale).toEqual([]);
});

test('an RFC whose rules are whole in the code is named there', () => {
  const references = findReferences();
  const unnamed = rows.filter(({ status, numbers }) => status === 'whole' && !numbers.some((number) => references.has(number)));
  expect(unnamed.map(({ numbers }) => numbers)).toEqual([]);
});

test('an RFC that the mail protocols lean on has its line', () => {
  const listed = new Set(rows.flatMap(({ numbers }) => numbers));
  const leaned = [...findReferences()].filter(([, files]) => [...files.keys()].some((file) => /^server\/(imap|pop3)\//.test(file)));
  expect(leaned.map(([number]) => number).filter((number) => !listed.has(number))).toEqual([]);
});
