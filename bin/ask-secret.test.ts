import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const program = `const { askSecret } = await import('./bin/ask-secret.ts'); console.log('of ' + (await askSecret('Password: ')).length);`;
const command = [process.execPath, '--input-type=module', '--eval', program] as const;

test('what is typed at a terminal is read and not shown', async () => {
  const terminal = spawn('python3', ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', ...command]);
  let shown = '';
  terminal.stdout.on('data', (piece) => {
    shown += String(piece);
    if (shown.endsWith('Password: ')) terminal.stdin.end('hungry\r');
  });
  await once(terminal, 'close');
  expect(shown).toBe('Password: \r\nof 6\r\n');
});

test('without a terminal it is a line of the standard input', () => {
  const [node, ...args] = command;
  expect(execFileSync(node, args, { input: 'hungry\nmore\n', encoding: 'utf8', stdio: 'pipe' })).toBe('of 6\n');
});
