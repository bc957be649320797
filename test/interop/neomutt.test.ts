/** neomutt, with a cache that it brings up to date by QRESYNC (RFC 7162). */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { expunge, findMailboxByRole, openMailbox, storeFlags } from '#server/store/index.ts';
import { imapAccount, login } from './imap-account.ts';
import { muttFolder, runMutt } from './run-mutt.ts';

const account = imapAccount();
const cache = path.join(muttFolder, 'cache');
const neomutt = (...commands: string[]) => {
  mkdirSync(cache, { recursive: true });
  return runMutt(
    { ...login, port: account.port, program: 'neomutt' },
    `set header_cache="${cache}" message_cachedir="${cache}" imap_condstore=yes imap_qresync=yes`,
    ...commands,
  );
};
const inbox = async () => {
  const mailbox = await findMailboxByRole(account.accountId, 'inbox');
  return { mailboxId: mailbox?.mailboxId ?? 0, opened: await openMailbox(account.accountId, mailbox?.mailboxId ?? 0) };
};

test('reads, flags, copies and deletes; comes back to what changed meanwhile by its cache', async () => {
  await neomutt('push "<search>letter 2<enter><display-message><exit><flag-message><copy-message>=Archive<enter><quit>"');
  const first = await inbox();
  expect(first.opened?.flags[1]).toBe(Flag.seen | Flag.flagged);
  expect((await findMailboxByRole(account.accountId, 'archive'))?.total).toBe(1);

  // While it was away: one message went, one came, one was read.
  await storeFlags(account.accountId, first.mailboxId, [3], { mode: 'add', flags: Flag.answered, keywords: null });
  await expunge(account.accountId, first.mailboxId, [1], false);
  await account.deliverLetter('From: alice@crepes.fr\r\nSubject: letter 4\r\nMessage-ID: <4@crepes.fr>\r\n\r\nhello\r\n');
  await neomutt('push "<tag-pattern>~Q<enter><tag-prefix><save-message>=Archive<enter><search>letter 4<enter><delete-message><quit>"');
  expect((await inbox()).opened?.uids).toEqual([2]);
  expect((await findMailboxByRole(account.accountId, 'archive'))?.total).toBe(2);
});
