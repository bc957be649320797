/** mutt, driven by its own commands without a terminal. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findMailboxByRole, openMailbox } from '#server/store/index.ts';
import { Flag } from '#lib/message/keywords.ts';
import { imapAccount, letters, login } from './imap-account.ts';
import { runTool } from './run-tool.ts';
import { needTool } from './needed-program.ts';

const account = imapAccount();
const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-mutt-'));

async function mutt(...commands: string[]): Promise<void> {
  const name = needTool('mutt', 'mutt');
  const file = path.join(folder, 'muttrc');
  const settings = [
    `set imap_user="${login.user}" imap_pass="${login.pass}" folder="imap://127.0.0.1:${account.port}/"`,
    'set spoolfile="+INBOX" ssl_starttls=no ssl_force_tls=no wait_key=no confirmappend=no confirmcreate=no delete=yes move=no',
    'set quit=yes copy=no auto_tag=yes mbox_type=mbox header_cache="" smart_wrap=no trash="" mark_old=no',
  ];
  writeFileSync(file, [...settings, ...commands].join('\n'), { mode: 0o600 });
  // A terminal of its own: mutt is a program for the screen.
  const run = `exec ${name} -n -F ${file}`;
  const result = await runTool(needTool('script', 'bsdutils'), ['-qec', run, '/dev/null'], { env: { TERM: 'xterm', HOME: folder } });
  expect(result.code, result.stdout.slice(-2000)).toBe(0);
}

const inInbox = async () => openMailbox(account.accountId, (await findMailboxByRole(account.accountId, 'inbox'))?.mailboxId ?? 0);

test('opens INBOX, saves a letter to a file, flags, copies, deletes, leaves', async () => {
  const saved = path.join(folder, 'saved');
  await mutt(
    `push "<search>letter 2<enter><copy-message>${saved}<enter><flag-message><copy-message>=Archive<enter><search>letter 3<enter><delete-message><quit>"`,
  );
  const text = readFileSync(saved, 'utf8');
  expect(text).toContain('Subject: letter 2');
  expect(text).toContain('.A dot, crêpes, and number 2\nFrom here\n');
  const inbox = await inInbox();
  expect(inbox?.uids).toEqual([1, 2]);
  expect((inbox?.flags[1] ?? 0) & Flag.flagged).toBe(Flag.flagged);
  const archive = await findMailboxByRole(account.accountId, 'archive');
  expect(archive?.total).toBe(1);
  expect(letters).toHaveLength(3);
});

test('limits a view by what the server finds, and moves what is tagged', async () => {
  await mutt('push "<tag-pattern>~s letter<enter><tag-prefix><save-message>=Archive<enter><quit>"');
  expect((await inInbox())?.uids).toEqual([]);
  expect((await findMailboxByRole(account.accountId, 'archive'))?.total).toBe(3);
});
