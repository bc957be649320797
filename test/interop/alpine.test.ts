/** alpine, by its keys: reads a letter, saves another to a folder, deletes it, leaves. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { findMailboxByRole, openMailbox } from '#server/store/index.ts';
import { driveTerminal } from './drive-terminal.ts';
import { imapAccount, login } from './imap-account.ts';
import { needTool } from './needed-program.ts';

const account = imapAccount();

test('opens INBOX, reads, saves and expunges', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'posthorn-alpine-'));
  const server = `{127.0.0.1:${account.port}/user=${login.user}/notls}`;
  const settings = [
    'personal-name=Bob\nuser-domain=hamburger.edu\nsmtp-server=127.0.0.1',
    `inbox-path=${server}INBOX\nfolder-collections=Mail ${server}[]\ndefault-fcc=""`,
    'feature-list=quit-without-confirm,expunge-without-confirm,expunge-without-confirm-everywhere,no-save-will-quote-leading-froms',
    'initial-keystroke-list=\nlast-version-used=7.00\nprune-date=330.12',
  ];
  writeFileSync(path.join(home, 'pinerc'), `${settings.join('\n')}\n`);
  await driveTerminal(`exec ${needTool('alpine', 'alpine')} -p ${path.join(home, 'pinerc')} -i`, { HOME: home }, [
    [/PASSWORD/i, `${login.pass}\r`],
    [/Preserve password/, 'n'],
    [/letter 1[^]*letter 3/, '1'], // jump to a number
    [/number to jump/i, '\r'],
    [/./, '\r'],
    [/number 1/, 'n'], // and on to the second
    [/number 2/, 's'],
    [/SAVE/i, '\u0015Archive\r'],
    [/Archive|2 of 3[^]*DEL/, 'q'], // the echo of each letter may come alone; then the copied message is marked
    [/./, 'y'],
  ]);
  const inbox = await findMailboxByRole(account.accountId, 'inbox');
  const opened = await openMailbox(account.accountId, inbox?.mailboxId ?? 0);
  expect(opened?.uids).toEqual([1, 3]);
  expect((opened?.flags[0] ?? 0) & Flag.seen).toBe(Flag.seen);
  expect((await findMailboxByRole(account.accountId, 'archive'))?.total).toBe(1);
});
