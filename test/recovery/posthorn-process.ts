/** A Posthorn of the test's own: the real launcher with its processes, ports and data, to be started, killed and asked. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** `offset`: apart from those of other test files by more than a thousand, as listeners lie up to 995 above it, and one 4190. */
export class PosthornProcess {
  readonly env: NodeJS.ProcessEnv;
  readonly offset: number;
  #launcher: ChildProcess | undefined;

  readonly #namespace: string | null;

  /** `namespace`: of the network, in which it runs (network-hosts.ts). */
  constructor(offset: number, settings: Record<string, string> = {}, namespace: string | null = null) {
    this.offset = offset;
    this.#namespace = namespace;
    const { DATABASE_URL: _url, VITEST: _vitest, NODE_OPTIONS: _options, ...env } = process.env;
    const DATA_DIR = mkdtempSync(path.join(tmpdir(), 'posthorn-recovery-'));
    this.env = { ...env, PORT_OFFSET: String(offset), DATA_DIR, LOG_LEVEL: 'error', NODE_ENV: 'production', ...settings };
  }

  get host(): string {
    return this.env.LISTEN_HOST ?? '127.0.0.1';
  }

  get origin(): string {
    return `http://${this.host}:${80 + this.offset}`;
  }

  /** `program`: another copy of it. */
  async start(program = 'bin/posthorn.js'): Promise<void> {
    const [command = '', ...args] = this.#commandLine(program, 'start');
    this.#launcher = spawn(command, args, { env: this.env, stdio: ['ignore', 'ignore', 'inherit'] });
    await this.untilReady();
  }

  async untilReady(patienceMs = 120_000): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100)) {
      if (await this.ready()) return;
    }
    throw new Error(`Posthorn at ${this.origin} is not ready after ${patienceMs} ms`);
  }

  async ready(): Promise<boolean> {
    return fetch(`${this.origin}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
  }

  command(...args: string[]) {
    const [command = '', ...rest] = this.#commandLine('bin/posthorn.js', ...args);
    return spawnSync(command, rest, { env: this.env, encoding: 'utf8' });
  }

  #commandLine(...args: string[]): string[] {
    const node = [process.execPath, ...args];
    return this.#namespace === null ? node : ['ip', 'netns', 'exec', this.#namespace, ...node];
  }

  /** Ends it in order; the exit code and signal of the launcher. */
  async stop(): Promise<unknown[]> {
    const launcher = this.#launcher;
    if (!launcher || launcher.exitCode !== null || launcher.signalCode !== null) return [];
    launcher.kill('SIGTERM');
    return once(launcher, 'exit');
  }

  get launcherPid(): number {
    return this.#launcher?.pid ?? 0;
  }

  /** Ours below the launcher, by the start of their titles (`posthorn web`, `posthorn mail`, `…/postgres -D`). */
  processes(title = ''): number[] {
    return descendantsOf(this.launcherPid).filter((pid) => titleOf(pid).includes(title));
  }
}

export function isAlive(pid: number): boolean {
  const state = ps('stat', pid);
  return state !== '' && !state.startsWith('Z'); // a container's first process may be slow to bury the dead
}

function descendantsOf(pid: number): number[] {
  const found = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout;
  const pairs = found
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((pair) => pair.length === 2);
  const below = (parent: number): number[] => pairs.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

const titleOf = (pid: number) => ps('args', pid);
const ps = (column: string, pid: number) => spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
