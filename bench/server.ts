/** The Posthorn under measurement: the real launcher with data of its own in a temporary folder. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './target.ts';

const offset = 16_000;

export async function startBenchServer(accounts: number): Promise<{ target: Target; stop: () => Promise<void> }> {
  const DATA_DIR = mkdtempSync(path.join(tmpdir(), 'posthorn-bench-'));
  const env = {
    ...process.env,
    DATA_DIR,
    PORT_OFFSET: String(offset),
    MAIL_DOMAIN: 'bench.test',
    MAIL_HOSTNAME: 'bench.test',
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, ['bin/posthorn.js', 'start'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${80 + offset}`;
  while (
    !(await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    ))
  )
    await sleep(100);
  for (let number = 1; number <= accounts; number++) {
    const made = spawnSync(process.execPath, ['bin/posthorn.js', 'account', 'add', `u${number}@bench.test`, '--password', 'secret'], {
      env,
    });
    if (made.status !== 0) throw new Error(made.stderr.toString());
  }
  const target: Target = {
    name: 'posthorn',
    smtp: { host: '127.0.0.1', port: 25 + offset },
    imap: { host: '127.0.0.1', port: 143 + offset },
    jmap: url,
    user: (number) => `u${number}@bench.test`,
    password: 'secret',
  };
  const stop = async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    rmSync(DATA_DIR, { recursive: true, force: true });
  };
  return { target, stop };
}
