/** offlineimap keeps a Maildir and the account alike, both ways. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { findMailboxByRole, listMailboxes, openMailbox } from '#server/store/index.ts';
import { imapAccount, letters, login } from './imap-account.ts';
import { needTool } from './needed-program.ts';
import { runTool } from './run-tool.ts';

const account = imapAccount();
const home = mkdtempSync(path.join(tmpdir(), 'posthorn-offlineimap-'));
const mail = path.join(home, 'mail');
const local = (name: string) =>
  ['cur', 'new'].flatMap((kind) => readdirSync(path.join(mail, name, kind)).map((file) => path.join(mail, name, kind, file)));

async function sync(): Promise<void> {
  const rc = [
    `[general]\naccounts = bob\nmetadata = ${home}/state\nmaxsyncaccounts = 1\n`,
    '[Account bob]\nlocalrepository = here\nremoterepository = there\n',
    `[Repository here]\ntype = Maildir\nlocalfolders = ${mail}\n`,
    `[Repository there]\ntype = IMAP\nremotehost = 127.0.0.1\nremoteport = ${account.port}\nremoteuser = ${login.user}\nremotepass = ${login.pass}`,
    'ssl = no\nstarttls = no\nauth_mechanisms = PLAIN\n',
  ];
  writeFileSync(path.join(home, 'rc'), rc.join('\n'), { mode: 0o600 });
  const result = await runTool(needTool('offlineimap', 'offlineimap3'), ['-c', path.join(home, 'rc'), '-o', '-u', 'basic'], {
    env: { HOME: home, PYTHONWARNINGS: 'ignore' },
  });
  expect(result.code, result.stdout + result.stderr).toBe(0);
  expect(result.stdout + result.stderr).not.toMatch(/ERROR|Traceback/);
}

test('letters come down; new ones, flags and deletions go up; a folder made here appears there', async () => {
  await sync();
  expect(
    local('INBOX')
      .map((file) => /^Subject: (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1])
      .sort(),
  ).toEqual(letters.map((_, n) => `letter ${n + 1}`));
  expect(readdirSync(mail)).toEqual(expect.arrayContaining(['INBOX', 'Sent', 'Archive', 'Drafts', 'Trash']));

  const [one, two] = local('INBOX').sort();
  if (!one || !two) throw new Error('the letters are not here');
  renameSync(one, path.join(mail, 'INBOX/cur', `${path.basename(one).replace(/:2,.*$/, '')}:2,FS`));
  rmSync(two);
  for (const kind of ['cur', 'new', 'tmp']) mkdirSync(path.join(mail, 'Projects', kind), { recursive: true });
  writeFileSync(
    path.join(mail, 'Projects/cur/1700000000.1.here:2,S'),
    'From: bob@hamburger.edu\nSubject: made here\nDate: Sat, 10 Jan 2026 13:30:00 +0100\n\nhello\n',
  );
  await account.deliverLetter('From: alice@crepes.fr\r\nSubject: one more\r\n\r\nhello\r\n');
  await sync();

  const inbox = await findMailboxByRole(account.accountId, 'inbox');
  const opened = await openMailbox(account.accountId, inbox?.mailboxId ?? 0);
  expect(opened?.uids).toHaveLength(3);
  expect(opened?.flags).toContain(Flag.seen | Flag.flagged);
  expect(local('INBOX')).toHaveLength(3);
  expect((await listMailboxes(account.accountId)).find(({ name }) => name === 'Projects')).toMatchObject({ total: 1, unseen: 0 });
  await sync(); // nothing is doubled by a round in which nothing happened
  expect(local('INBOX')).toHaveLength(3);
  expect((await openMailbox(account.accountId, inbox?.mailboxId ?? 0))?.uids).toEqual(opened?.uids);
});
