/** One Posthorn of the demo: a `posthorn start` of its own with its own settings and data. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../ready.js';
import type { people } from './people.ts';

export interface DemoServer {
  domain: string;
  address: string;
  dataDir: string;
  offset: number;
  dnsServer: string;
}

export async function startServer({ domain, address, dataDir, offset, dnsServer }: DemoServer) {
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    MAIL_HOSTNAME: domain,
    MAIL_DOMAIN: domain,
    LISTEN_HOST: address,
    PORT_OFFSET: String(offset),
    SMTP_REMOTE_PORT: String(25 + offset),
    DNS_SERVER: dnsServer,
    BACKUP_TO: `${dataDir}/backups/`,
    ADMIN_EMAIL: `admin@${domain}`,
    ADMIN_PASSWORD: 'hungry-admin',
  };
  const url = `http://${address}:${80 + offset}`;
  const child = spawn(process.execPath, ['bin/posthorn.ts', 'start'], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  await Promise.race([
    untilReady(url),
    ended.then(() => {
      throw new Error(`${domain} did not start: see above`);
    }),
  ]);
  return {
    domain,
    url,
    ended,
    makeAccounts: async (wanted: typeof people) => {
      const command = (...args: string[]) =>
        spawnSync(process.execPath, ['bin/posthorn.ts', ...args], { cwd: root, env, encoding: 'utf8' });
      const known = JSON.parse(command('account', 'list', '--json').stdout) as { email: string }[];
      for (const { email, name, password, admin } of wanted) {
        if (known.some((account) => account.email === email)) continue;
        const made = command('account', 'add', email, '--name', name, '--password', password, ...(admin ? ['--admin'] : []));
        if (made.status !== 0) throw new Error(`${email}: ${made.stderr}`);
      }
      await untilReady(url);
    },
    stop: async () => {
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.status === 200) return;
    await sleep(200);
  }
  throw new Error(`${url} is not ready after two minutes`);
}
