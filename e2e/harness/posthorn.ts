/** A Posthorn of a journey's own, started as `npm start` starts it, with an empty data folder unless the settings name one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Started {
  dataDir: string;
  /** What start printed until the line that was waited for. */
  lines: string[];
  /** The exit code and the signal, when all of it has ended. */
  stop: () => Promise<unknown[]>;
  /** Ends it and what it started in the middle of what they do. */
  kill: () => Promise<unknown[]>;
}

export async function startPosthorn(settings: Record<string, string>, until: RegExp): Promise<Started> {
  const dataDir = settings.DATA_DIR ?? mkdtempSync(path.join(tmpdir(), 'posthorn-e2e-'));
  chmodSync(dataDir, 0o711); // under root, the user that runs Posthorn must get to its data in here
  const env = { ...process.env, ...settings, DATA_DIR: dataDir };
  // A process group of its own, so that all of it can be killed at once.
  const child = spawn('node', ['bin/posthorn.js', 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (!until.test(line)) continue;
    child.stdout.resume();
    return { dataDir, lines, stop: () => stop(child), kill: () => kill(child) };
  }
  throw new Error(`Posthorn ended before it was ready:\n${lines.join('\n')}`);
}

async function stop(child: ChildProcess): Promise<unknown[]> {
  if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode, child.signalCode];
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  return ended;
}

async function kill(child: ChildProcess): Promise<unknown[]> {
  const ended = once(child, 'exit');
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  return ended;
}
