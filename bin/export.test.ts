import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listAudit } from '#server/store/index.ts';
import { makeAccount } from '../test/harness/accounts.ts';
import { run } from './commands/export.ts';

test('an export on the command line is recorded where administrators look, with whose mail it was and where it went', async () => {
  const { accountId } = await makeAccount('bob@hamburger.edu', 'hungry');
  const to = mkdtempSync(path.join(tmpdir(), 'posthorn-export-'));
  await run(['--account', 'bob@hamburger.edu', '--to', to, '--format', 'maildir']);
  expect(existsSync(path.join(to, 'INBOX'))).toBe(true);
  const detail = { email: 'bob@hamburger.edu', accountId, domains: ['hamburger.edu'], format: 'maildir', to };
  expect(await listAudit()).toMatchObject([{ actor: 'command line', action: 'account.export', accountId, detail }]);
  await expect(run(['--account', 'nobody@hamburger.edu', '--to', to])).rejects.toThrow(/no account nobody/);
  expect(await listAudit()).toHaveLength(1);
});
