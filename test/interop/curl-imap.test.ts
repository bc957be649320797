/** curl: the smallest of IMAP programs, and the strictest about what it did not ask for. */
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { imapAccount, letters, login } from './imap-account.ts';
import { runTool } from './run-tool.ts';
import { needTool } from './needed-program.ts';

const account = imapAccount();

async function curl(where: string, ...options: string[]): Promise<string> {
  const url = `imap://127.0.0.1:${account.port}/${where}`;
  const result = await runTool(needTool('curl', 'curl'), [
    '--silent',
    '--show-error',
    '--user',
    `${login.user}:${login.pass}`,
    ...options,
    url,
  ]);
  expect(result.code, result.stderr).toBe(0);
  return result.stdout;
}

test('lists, examines, searches', async () => {
  expect(await curl('')).toContain('* LIST (\\HasNoChildren \\Sent) "/" "Sent"');
  expect(await curl('', '--request', 'EXAMINE INBOX')).toContain('* 3 EXISTS');
  expect((await curl('INBOX?SUBJECT%20%22letter%202%22')).trim()).toBe('* SEARCH 2');
});

test('fetches a message byte for byte, and one of its sections, over STARTTLS too', async () => {
  expect(await curl('INBOX;UID=2', '--ssl-reqd', '--insecure')).toBe(letters[1]);
  expect(await curl('INBOX;MAILINDEX=3;SECTION=HEADER.FIELDS%20(Subject)')).toBe('Subject: letter 3\r\n\r\n');
});

test('uploads, flags, moves', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'posthorn-curl-')), 'letter');
  writeFileSync(file, letters[0] ?? '');
  await curl('Archive', '--upload-file', file);
  expect(await curl('Archive;UID=1')).toBe(letters[0]);
  expect(await curl('Archive', '--request', 'STORE 1 +FLAGS (\\Flagged Kept)')).toContain('* 1 FETCH (FLAGS (\\Seen \\Flagged kept');
  await curl('Archive', '--request', 'UID MOVE 1 Trash');
  expect(await curl('', '--request', 'STATUS Trash (MESSAGES)')).toContain('* STATUS "Trash" (MESSAGES 1)');
});
