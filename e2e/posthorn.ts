/** A Posthorn of a journey's own, started as `npm start` starts it, with an empty data folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface Started {
  /** What start printed until the line that was waited for. */
  lines: string[];
  /** The exit code and the signal, when all of it has ended. */
  stop: () => Promise<unknown[]>;
}

export async function startPosthorn(settings: Record<string, string>, until: RegExp): Promise<Started> {
  const DATA_DIR = mkdtempSync(path.join(tmpdir(), 'posthorn-e2e-'));
  chmodSync(DATA_DIR, 0o711); // under root, the user that runs Posthorn must get to its data in here
  const env = { ...process.env, DATA_DIR, ...settings };
  const child = spawn('node', ['bin/posthorn.js', 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (!until.test(line)) continue;
    child.stdout.resume();
    return { lines, stop: () => stop(child) };
  }
  throw new Error(`Posthorn ended before it was ready:\n${lines.join('\n')}`);
}

async function stop(child: ChildProcess): Promise<unknown[]> {
  if (child.exitCode !== null) return [child.exitCode, child.signalCode];
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  return ended;
}
