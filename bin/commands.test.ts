/** Node loads every command by itself: it strips types and resolves names in another way than the test runner and the bundler. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

test.each(readdirSync('bin/commands'))('bin/commands/%s loads', async (file) => {
  const program = `const { run } = await import('./bin/commands/${file}'); process.stdout.write(typeof run)`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  await once(child, 'close');
  expect(said).toBe('function');
});
