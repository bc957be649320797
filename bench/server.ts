/** The Posthorn under measurement: the real launcher with data of its own in a temporary folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashPassword } from '#server/auth/password.ts';
import { createAccount } from '#server/store/index.ts';
import { runningDatabaseUrl } from '#server/store/embedded.ts';
import type { Target } from './target.ts';

const offset = Number(process.env.BENCH_PORT_OFFSET ?? 16_000);
const sinkPort = offset + 6525;

export async function startBenchServer(accounts: number): Promise<{ target: Target; stop: () => Promise<void> }> {
  const DATA_DIR = mkdtempSync(path.join(tmpdir(), 'posthorn-bench-'));
  chmodSync(DATA_DIR, 0o711); // under root, the user that runs Posthorn must get to its data in here
  const env = {
    ...process.env,
    DATA_DIR,
    PORT_OFFSET: String(offset),
    MAIL_DOMAIN: 'bench.test',
    MAIL_HOSTNAME: 'bench.test',
    LOG_LEVEL: 'error',
    PLAINTEXT_AUTH: 'loopback',
    SMTP_ROUTES: `relay.test=127.0.0.1:${sinkPort}`,
    // What is measured is the way, not the gate.
    ...{ SMTP_MESSAGES_PER_MINUTE: '0', SMTP_RECIPIENTS_PER_MINUTE: '0', SMTP_CONNECTIONS_PER_MINUTE: '0' },
    ...{ SEND_RECIPIENTS_PER_HOUR: '0', SEND_RECIPIENTS_PER_DAY: '0', SEND_NEW_RECIPIENTS_PER_DAY: '0' },
  };
  const child = spawn(process.execPath, ['bin/posthorn.js', 'start'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const end = () => child.kill('SIGTERM'); // also when the run is broken off
  process
    .once('exit', end)
    .once('SIGINT', () => process.exit(1))
    .once('SIGTERM', () => process.exit(1));
  const url = `http://127.0.0.1:${80 + offset}`;
  while (
    !(await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    ))
  )
    await sleep(100);
  process.env.DATABASE_URL = runningDatabaseUrl(DATA_DIR) ?? '';
  const passwordHash = await hashPassword('secret');
  for (let number = 1; number <= accounts; number++) {
    const made = await createAccount({ email: `u${number}@bench.test`, passwordHash });
    if (!made.ok) throw new Error(`account ${number}: ${made.reason}`);
  }
  const target: Target = {
    name: 'posthorn',
    smtp: { host: '127.0.0.1', port: 25 + offset },
    imap: { host: '127.0.0.1', port: 143 + offset },
    ...(child.pid === undefined ? {} : { roots: [child.pid] }),
    relay: { submission: { host: '127.0.0.1', port: 587 + offset }, sinkPort, login: true },
    jmap: url,
    store: runningDatabaseUrl(DATA_DIR) ?? '',
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
