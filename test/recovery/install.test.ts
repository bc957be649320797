/** deploy/install.sh in an empty root: installed, started, upgraded, removed; the unit is what systemd takes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needTool } from '../interop/needed-program.ts';
import { PosthornProcess } from './posthorn-process.ts';

const root = mkdtempSync(path.join(tmpdir(), 'posthorn-root-'));
const at = (...parts: string[]) => path.join(root, ...parts);
const run = (...args: string[]) => spawnSync('deploy/install.sh', ['--root', root, ...args], { encoding: 'utf8' });
const settings = Object.fromEntries(['MAIL_DOMAIN', 'MAIL_HOSTNAME'].map((name) => [name, 'example.org']));
const posthorn = new PosthornProcess(21_060, settings);
beforeAll(() => {
  expect(spawnSync('node', ['bin/ready-web.js'], { stdio: 'ignore' }).status).toBe(0); // built, unless it is already
}, 600_000);
afterAll(() => posthorn.stop());

test('a folder without settings asks for the domain', () => {
  const done = run('--from-built');
  expect(done.status).toBe(1);
  expect(done.stderr).toMatch(/needs --domain/);
});

test('it installs, and what was installed serves', async () => {
  const done = run('--from-built', '--domain', 'example.org');
  expect(done.status, done.stderr).toBe(0);
  expect(readFileSync(at('etc/posthorn/posthorn.env'), 'utf8')).toMatch(/^MAIL_HOSTNAME=mail\.example\.org$/m);
  expect(statSync(at('etc/posthorn/posthorn.env')).mode & 0o777).toBe(0o640);
  expect(statSync(at('var/lib/posthorn')).mode & 0o777).toBe(0o700);
  expect(statSync(at('usr/local/bin/posthorn')).mode & 0o111).toBe(0o111);
  await posthorn.start(at('opt/posthorn/current/bin/posthorn.js'));
  expect(await posthorn.ready()).toBe(true);
  await posthorn.stop();
});

test('the unit is one that systemd takes', () => {
  // The tool looks whether the program is there: it is, below the root.
  const unit = readFileSync(at('etc/systemd/system/posthorn.service'), 'utf8').replaceAll('/opt/posthorn', at('opt/posthorn'));
  const file = at('posthorn.service');
  writeFileSync(file, unit);
  const done = spawnSync(needTool('systemd-analyze', 'systemd'), ['verify', file], { encoding: 'utf8' });
  expect(done.stderr.split('\n').filter((line) => line.includes('posthorn.service'))).toEqual([]);
  expect(done.status).toBe(0);
});

test('run again it upgrades: settings stay, two releases are kept', () => {
  writeFileSync(at('etc/posthorn/posthorn.env'), 'MAIL_DOMAIN=example.org\nLOG_LEVEL=debug\n');
  const first = readlinkSync(at('opt/posthorn/current'));
  for (let n = 0; n < 2; n++) {
    const before = readlinkSync(at('opt/posthorn/current'));
    let done = run('--from-built');
    while (done.status === 0 && readlinkSync(at('opt/posthorn/current')) === before) done = run('--from-built'); // within one second
    expect(done.status, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/upgraded/);
  }
  expect(readFileSync(at('etc/posthorn/posthorn.env'), 'utf8')).toMatch(/LOG_LEVEL=debug/);
  expect(readdirSync(at('opt/posthorn/releases'))).toHaveLength(2);
  expect(existsSync(at('opt/posthorn', first))).toBe(false);
});

test('removed, the mail stays; purged, nothing does', () => {
  expect(run('remove').stdout).toMatch(/mail stays/);
  expect(existsSync(at('opt/posthorn'))).toBe(false);
  expect(existsSync(at('etc/systemd/system/posthorn.service'))).toBe(false);
  expect(existsSync(at('var/lib/posthorn'))).toBe(true);
  expect(run('remove', '--purge').status).toBe(0);
  expect(existsSync(at('var/lib/posthorn'))).toBe(false);
});
