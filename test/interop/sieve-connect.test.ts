/** sieve-connect, a command-line program for ManageSieve, manages scripts over STARTTLS, and edits what the webmail sees. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSieve } from '#server/sieve/serve.ts';
import { listScripts } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { needTool } from './needed-program.ts';
import { runTool } from './run-tool.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-sieve-connect-'));
let listener: Awaited<ReturnType<typeof startListener>>;
let accountId: number;

beforeAll(async () => {
  listener = await startListener(serveSieve, 'sieve');
  accountId = (await makeAccount('bob@hamburger.edu', 'hungry')).accountId;
});
afterAll(() => listener.stop());

function sieve(args: string[], password = 'hungry') {
  const connection = [
    '--server',
    '127.0.0.1',
    '--port',
    String(listener.port),
    '--user',
    'bob@hamburger.edu',
    '--notlsverify',
    '--noclearchan',
  ];
  // The password comes on a file descriptor of its own: 0, as nothing else is asked for.
  return runTool(needTool('sieve-connect', 'sieve-connect'), [...connection, '--passwordfd', '0', ...args], { input: `${password}\n` });
}
const local = (name: string, text: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const script =
  'require ["fileinto", "imap4flags"];\nif header :contains "subject" "müsli" {\n  addflag "\\\\Flagged";\n  fileinto "Food";\n}\n';

test('upload, list, activate, download, check, deactivate, delete', async () => {
  const up = await sieve(['--localsieve', local('food.sieve', script), '--remotesieve', 'food', '--upload']);
  expect(up.code, up.stderr + up.stdout).toBe(0);
  const wrong = await sieve(['--localsieve', local('wrong.sieve', 'keep;\nnonsense;\n'), '--remotesieve', 'wrong', '--upload']);
  expect(wrong.stderr + wrong.stdout).toMatch(/line 2: There is no command .*nonsense/);

  expect((await sieve(['--remotesieve', 'food', '--activate'])).code).toBe(0);
  expect((await sieve(['--list'])).stdout).toMatch(/"?food"? \(?ACTIVE\)?/i);
  expect((await listScripts(accountId)).map(({ name, isActive }) => [name, isActive])).toEqual([['food', true]]);

  const target = path.join(folder, 'back.sieve');
  expect((await sieve(['--remotesieve', 'food', '--localsieve', target, '--download'])).code).toBe(0);
  expect(readFileSync(target, 'utf8').replaceAll('\r\n', '\n').trimEnd()).toBe(script.trimEnd());

  const kept = await sieve(['--remotesieve', 'food', '--delete']);
  expect(kept.stderr + kept.stdout).toContain('The active script is not deleted');
  expect((await sieve(['--deactivate'])).code).toBe(0);
  expect((await sieve(['--remotesieve', 'food', '--delete'])).code).toBe(0);
  expect(await listScripts(accountId)).toEqual([]);
});

test('a wrong password gets in nowhere', async () => {
  const refused = await sieve(['--list'], 'thirsty');
  expect(refused.code).not.toBe(0);
  expect(refused.stderr + refused.stdout).toMatch(/wrong|auth/i);
});
