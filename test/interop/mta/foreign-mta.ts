/** Another MTA of Debian's, run by the test with its own configuration, queue and port, under the test's DNS server. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ForeignMta {
  domain: string;
  host: string;
  port: number;
  /** Where mail is handed in to be signed and sent. */
  submission: { host: string; port: number };
  /** Messages in the mailbox of a user. */
  mail: (user: string) => string[];
  log: () => string;
  stop: () => Promise<void>;
}

/** The program sees a resolv.conf of its own, so that it asks the test's DNS server (port 53 of that address). */
export function runUnder(resolvConf: string, command: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  return spawn('unshare', ['--mount', 'sh', '-c', script, resolvConf, command, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export async function untilItListens(host: string, port: number): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(100)) {
    const socket = net.connect(port, host);
    const [up] = await Promise.race([once(socket, 'connect').then(() => [true]), once(socket, 'error').then(() => [false])]).catch(() => [
      false,
    ]);
    socket.on('error', () => {}).destroy();
    if (up) return;
  }
  throw new Error(`nobody listens on ${host}:${port}`);
}

export function userIds(name: string): { uid: number; gid: number } {
  const id = (what: string) => Number(spawnSync('id', [what, name], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

export function write(folder: string, name: string, content: string, mode = 0o644): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, content, { mode });
  return file;
}

/** The files of a Maildir's `new`. */
export function readMaildir(folder: string): string[] {
  const inbox = path.join(folder, 'new');
  try {
    return readdirSync(inbox).map((name) => readFileSync(path.join(inbox, name), 'utf8'));
  } catch {
    return [];
  }
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([once(child, 'exit'), sleep(5000).then(() => child.kill('SIGKILL'))]);
}
