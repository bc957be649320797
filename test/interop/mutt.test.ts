/** mutt, driven by its own commands without a terminal. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findMailboxByRole, openMailbox } from '#server/store/index.ts';
import { Flag } from '#lib/message/keywords.ts';
import { imapAccount, letters, login } from './imap-account.ts';
import { muttFolder, runMutt } from './run-mutt.ts';

const account = imapAccount();
const mutt = (...commands: string[]) => runMutt({ ...login, port: account.port }, ...commands);

const inInbox = async () => openMailbox(account.accountId, (await findMailboxByRole(account.accountId, 'inbox'))?.mailboxId ?? 0);

test('opens INBOX, saves a letter to a file, flags, copies, deletes, leaves', async () => {
  const saved = path.join(muttFolder, 'saved');
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
