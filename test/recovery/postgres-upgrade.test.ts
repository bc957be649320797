/** From an external Postgres 15 to the embedded one: the way for every major version, as a backup holds rows and no cluster. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { needTool } from '../interop/needed-program.ts';
import { PosthornProcess } from './posthorn-process.ts';

const port = 14_815;
const stops: (() => unknown)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

test('a server on Postgres 15 moves to the embedded Postgres with all it holds; an upgrade is rehearsed first', async () => {
  const bin = path.dirname(needTool('/usr/lib/postgresql/15/bin/initdb', 'postgresql-15'));
  const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-pg15-'));
  // Postgres refuses to run as root; the package made a user.
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  const user = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : null;
  if (user) chownSync(folder, user.uid, user.gid);
  const made = spawnSync(
    path.join(bin, 'initdb'),
    ['-D', `${folder}/data`, '-U', 'posthorn', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    { ...user, cwd: '/', encoding: 'utf8' },
  );
  expect(made.status, made.stderr).toBe(0);
  const server = spawn(
    path.join(bin, 'postgres'),
    ['-D', `${folder}/data`, '-c', `port=${port}`, '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    { ...user, cwd: '/', stdio: 'ignore' },
  );
  const url = `postgresql://posthorn@127.0.0.1:${port}`;
  const connect = async (database: string) => {
    const client = new pg.Client({ connectionString: `${url}/${database}` });
    await client.connect();
    return client;
  };
  await expect
    .poll(
      () =>
        connect('postgres').then(
          (client) => client.end().then(() => true),
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true);
  const admin = await connect('postgres');
  await admin.query('create database posthorn');
  await admin.end();

  const old = new PosthornProcess(20_050, {
    DATABASE_URL: `${url}/posthorn`,
    MAIL_HOSTNAME: 'hamburger.edu',
    MAIL_DOMAIN: 'hamburger.edu',
  });
  stops.unshift(() => old.stop());
  const run = (machine: PosthornProcess, ...args: string[]) => {
    const done = machine.command(...args);
    expect(done.status, `${args.join(' ')}: ${done.stderr}`).toBe(0);
    return done.stdout;
  };
  await old.start();
  run(old, 'account', 'add', 'bob@hamburger.edu', '--password', 'hungry');
  const letters = Array.from(
    { length: 300 },
    (_, n) => `From a Mon Jan  1 00:00:00 2024\nFrom: alice@crepes.fr\nSubject: letter ${n}\n\nCrêpes ${n}.\n\n`,
  );
  writeFileSync(path.join(folder, 'letters.mbox'), letters.join(''));
  run(old, 'import', '--account', 'bob@hamburger.edu', path.join(folder, 'letters.mbox'));
  expect(run(old, 'upgrade', '--check')).toMatch(/Nothing is new[^]*Every table keeps its number of rows[^]*Every invariant holds/);

  const backup = path.join(folder, 'all.tar');
  run(old, 'backup', backup);
  await old.stop();
  const live = await connect('posthorn');
  const { rows } = await live.query<{ version: string }>('select version()');
  await live.end();
  expect(rows[0]?.version).toMatch(/PostgreSQL 15/);
  server.kill('SIGINT');

  const fresh = new PosthornProcess(20_050, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' });
  stops.unshift(() => fresh.stop());
  expect(run(fresh, 'restore', backup)).toMatch(/300 messages/);
  await fresh.start();
  expect(run(fresh, 'check')).toBe('');
  expect(run(fresh, 'account', 'list', '--json')).toMatch(/"bob@hamburger.edu"[^]*300/);
});
