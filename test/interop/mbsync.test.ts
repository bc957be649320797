/** mbsync keeps a Maildir and the mailboxes alike, both ways. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findMailboxByRole, listMailboxes, openMailbox } from '#server/store/index.ts';
import { Flag } from '#lib/message/keywords.ts';
import { imapAccount, letters, login } from './imap-account.ts';
import { runTool } from './run-tool.ts';
import { needTool } from './needed-program.ts';

const account = imapAccount();
const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-mbsync-'));
const local = (name: string) =>
  ['cur', 'new'].flatMap((kind) =>
    readdirSync(path.join(folder, 'mail', name, kind)).map((file) => path.join(folder, 'mail', name, kind, file)),
  );

async function sync(): Promise<void> {
  mkdirSync(path.join(folder, 'mail'), { recursive: true });
  const lines = [
    'IMAPStore far',
    `Host 127.0.0.1\nPort ${account.port}\nUser ${login.user}\nPass ${login.pass}\nSSLType None\nAuthMechs PLAIN\n`,
    `MaildirStore near\nPath ${folder}/mail/\nInbox ${folder}/mail/INBOX\nSubFolders Verbatim\n`,
    'Channel all\nFar :far:\nNear :near:\nPatterns *\nCreate Both\nExpunge Both\nSyncState *\n',
  ];
  const file = path.join(folder, 'mbsyncrc');
  writeFileSync(file, lines.join('\n'), { mode: 0o600 });
  const result = await runTool(needTool('mbsync', 'isync'), ['--config', file, '--all'], { env: { HOME: folder } });
  expect(result.code, result.stdout + result.stderr).toBe(0);
}

test('letters come down; new ones, flags and deletions go up; a mailbox made here appears there', async () => {
  await sync();
  const subjects = local('INBOX').map((file) => readFileSync(file, 'utf8').replaceAll(/^X-TUID:.*\r?\n/gm, ''));
  expect(subjects.map((text) => text.replaceAll('\r\n', '\n')).sort()).toEqual(letters.map((text) => text.replaceAll('\r\n', '\n')).sort());
  expect(readdirSync(path.join(folder, 'mail'))).toEqual(expect.arrayContaining(['INBOX', 'Sent', 'Archive']));

  const [one, two] = local('INBOX').sort();
  if (!one || !two) throw new Error('the letters are not here');
  renameSync(one, path.join(folder, 'mail/INBOX/cur', `${path.basename(one).replace(/:2,.*$/, '')}:2,FS`));
  rmSync(two);
  for (const kind of ['cur', 'new', 'tmp']) mkdirSync(path.join(folder, 'mail/Projects', kind), { recursive: true });
  writeFileSync(path.join(folder, 'mail/Projects/cur/1700000000.1.here:2,S'), 'Subject: made here\n\nhello\n');
  await sync();

  const inbox = await findMailboxByRole(account.accountId, 'inbox');
  const opened = await openMailbox(account.accountId, inbox?.mailboxId ?? 0);
  expect(opened?.uids).toHaveLength(2);
  expect(opened?.flags).toContain(Flag.seen | Flag.flagged);
  const projects = (await listMailboxes(account.accountId)).find(({ name }) => name === 'Projects');
  expect(projects).toMatchObject({ total: 1, unseen: 0 });

  await account.deliverLetter('Subject: one more\r\n\r\nhello\r\n');
  await sync();
  expect(local('INBOX')).toHaveLength(3);
});
