/** What the panel can do, the command line can: the actions of its forms and the table of operations are held against each other. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { operations } from '#server/admin/operations.ts';

const run = async (...args: string[]) => (await promisify(execFile)('node', ['bin/posthorn.ts', ...args], { maxBuffer: 1e7 })).stdout;
const sourcesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));

/** `export const accountAdd = operation({ name: 'account.add'`, by file. */
const exported = new Map(
  sourcesIn('server/admin/operations')
    .flatMap((source) => [...source.matchAll(/export const (\w+) = operation\(\{\s*name: '([\w.-]+)'/g)])
    .map(([, variable = '', name = '']) => [name, variable] as const),
);

test('every operation stands in the table, once', () => {
  const names = operations.map(({ name }) => name);
  expect([...exported.keys()].sort()).toEqual([...names].sort());
  expect(new Set(names).size).toBe(names.length);
});

test('the panel uses every operation, but for those that only programs or users need', () => {
  const panel = [...sourcesIn('app/admin'), ...sourcesIn('app/setup'), ...sourcesIn('components/admin')].join('\n');
  const unused = operations.filter(({ name }) => !new RegExp(`\\b${exported.get(name)}\\b`).test(panel)).map(({ name }) => name);
  expect(unused.filter((name) => !notInPanel.has(name))).toEqual([]);
});

const notInPanel = new Set([
  ...['forward.get', 'forward.set', 'mask.add', 'mask.change', 'mask.list'], // what people set for themselves in the webmail
]);

test('nothing is done by the panel that is not an operation: its actions come to the server through them alone', () => {
  const actions = readFileSync('components/admin/actions.ts', 'utf8');
  const doors = [...actions.matchAll(/from '(#server\/[\w/.-]+)'/g)].map(([, door = '']) => door);
  const others = doors.filter((door) => !door.startsWith('#server/admin/operation'));
  expect(others.sort()).toEqual(['#server/admin/page.ts', '#server/auth/session.ts']); // who acts, and from where
});

test('each has help with its fields, an answer in JSON, and stands in the completion of every shell', async () => {
  const [bash, fish] = await Promise.all([run('completion', 'bash'), run('completion', 'fish')]);
  for (const { name, summary, input } of operations) {
    const [object = '', verb = ''] = name.split('.');
    const line = bash.split('\n').find((one) => one.includes(`"${object} ${verb}")`)) ?? '';
    expect(line, name).toContain('--json');
    for (const field of Object.keys(input.shape))
      expect(line, name).toContain(`--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    expect(fish, name).toContain(summary.replaceAll("'", "\\'"));
  }
  const help = await run('backup', 'schedule', '--help');
  for (const words of ['usage: posthorn backup schedule', '--at TEXT', '--keep NUMBER', '--json']) expect(help).toContain(words);
  expect(await run('backup', '--help')).toMatch(/usage: posthorn backup TARGET[^]*posthorn backup prove SNAPSHOT/);
  await expect(run('backup', '--wrong')).rejects.toMatchObject({
    stderr: expect.stringMatching(/^posthorn: Unknown option '--wrong'[^]*usage: posthorn backup /),
  });
});
