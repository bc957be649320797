/** docs/administration.md lists each operation as command, request and page, as they are now. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { operations } from '#server/admin/operations.ts';
import { operationTable, page, withTable } from './operation-table.ts';

test('the table of operations is what the code says (else: npm run operations)', () => {
  const text = readFileSync(path.join(import.meta.dirname, '..', page), 'utf8');
  expect(withTable(text)).toBe(text);
});

test('it finds the pages, through the actions of their forms too', () => {
  const lineOf = (name: string) =>
    operationTable()
      .split('\n')
      .find((line) => line.startsWith(`| \`${name.replace('.', ' ')}`)) ?? '';
  expect(operations.filter(({ name }) => lineOf(name) === '')).toEqual([]);
  expect(lineOf('account.add')).toContain('`/admin/accounts`');
  expect(lineOf('account.restore')).toContain('`/admin/accounts/[email]`');
  expect(lineOf('mask.add')).toMatch(/\| – +\|$/);
});
