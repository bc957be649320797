/** A command that is given while the data are being made for the first time, as when `npm start` has only just been typed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

test('of several on an empty folder one makes the data; the others serve too or say why not, and nothing is left over', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-first-'));
  chmodSync(folder, 0o711); // under root, the user that runs Posthorn must get to its data in here
  const data = path.join(folder, 'data');
  const env = { ...process.env, DATA_DIR: data, DATABASE_URL: undefined };
  const ended = await Promise.all(
    [0, 1, 2].map(async () => {
      const child = spawn(process.execPath, ['bin/posthorn.js', 'domain', 'list', '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit') as Promise<[number]>]);
      return { code, out, said };
    }),
  );
  const failed = ended.filter(({ code }) => code !== 0);
  expect(failed.length).toBeLessThan(3);
  for (const { said } of failed) expect(said).toMatch(/another posthorn is running|Postgres did not start|launcher lock/);
  expect(readdirSync(data).filter((name) => name.startsWith('postgres'))).toEqual(['postgres', 'postgres-password']);
  expect(existsSync(path.join(data, 'postgres/PG_VERSION'))).toBe(true);
  rmSync(folder, { recursive: true });
});
