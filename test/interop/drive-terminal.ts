/** A program for the screen, driven as a person would: it shows something, and keys follow. */
import { spawn } from 'node:child_process';
import { needTool } from './needed-program.ts';

/** Each step waits until the screen has shown the pattern since the step before, then types. Throws with what was shown last. */
export async function driveTerminal(
  command: string,
  env: Record<string, string>,
  steps: readonly [shown: RegExp, keys: string][],
): Promise<void> {
  const child = spawn(needTool('script', 'bsdutils'), ['-qec', command, '/dev/null'], {
    env: { ...process.env, TERM: 'vt100', COLUMNS: '100', LINES: '40', ...env },
    stdio: 'pipe',
  });
  let screen = '';
  let look = () => {};
  child.stdout.on('data', (chunk: Buffer) => {
    // Without the movements of the cursor: words that were written apart are read apart.
    screen += chunk.toString('latin1').replaceAll(/\u001b\[[\d;?]*[A-Za-z]|\u001b[()][A-Z0-9]|\u001b[=>78]/g, ' ');
    look();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    for (const [shown, keys] of steps) {
      await new Promise<void>((resolve, reject) => {
        const patience = setTimeout(() => reject(new Error(`${shown} was not shown, but: ${screen.slice(-1500)}`)), 20_000);
        look = () => {
          if (!shown.test(screen)) return;
          clearTimeout(patience);
          resolve();
        };
        void ended.then(() => reject(new Error(`it ended before ${shown}: ${screen.slice(-1500)}`)));
        look();
      });
      screen = '';
      child.stdin.write(keys);
    }
    await ended;
  } finally {
    child.kill('SIGKILL');
  }
}
