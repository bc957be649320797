/** Mail programs that no one here wrote. As root on Debian a missing one is installed; elsewhere the test that needs it says so by name. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const tried = new Set<string>();

/** The path of a program. Throws with what to install when it is not here and cannot be had. */
export function needTool(name: string, debianPackage: string): string {
  const found = which(name);
  if (found) return found;
  install(debianPackage);
  const installed = which(name);
  if (installed) return installed;
  throw new Error(`${name} did not run: it is not on this machine (on Debian: apt-get install ${debianPackage}).`);
}

/** The system's Python, when it has that module. */
export function needPython(module: string, debianPackage: string): string {
  const python = '/usr/bin/python3';
  const has = () => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
  if (!has()) install(debianPackage);
  if (has()) return python;
  throw new Error(`Python's ${module} is not on this machine (on Debian: apt-get install ${debianPackage}).`);
}

function install(debianPackage: string): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || tried.has(debianPackage)) return;
  tried.add(debianPackage);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Several test files may want to install at once: apt waits for its lock.
  const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: 'ignore' });
  if (apt('install', '-y', '--no-install-recommends', debianPackage).status !== 0) {
    apt('update');
    apt('install', '-y', '--no-install-recommends', debianPackage);
  }
}

function which(name: string): string | undefined {
  const result = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
}
