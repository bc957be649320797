/** mbsync with 2,000 messages that change on both sides for three rounds: flags, deletions, new ones, renamed folders. Nothing lost, nothing twice. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { renderMessage } from '#lib/message/render.ts';
import {
  createMailbox,
  deliver,
  expunge,
  findMailboxByRole,
  listMailboxes,
  openMailbox,
  putBlob,
  readMessage,
  getEmails,
  storeFlags,
  updateMailbox,
  type DeliverItem,
} from '#server/store/index.ts';
import { imapAccount, login } from './imap-account.ts';
import { needTool } from './needed-program.ts';
import { runTool } from './run-tool.ts';

const account = imapAccount();
const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-mbsync-two-'));
const mail = path.join(folder, 'mail');
const letters = { F: Flag.flagged, R: Flag.answered, S: Flag.seen };
type Side = Map<string, string>;

async function sync(): Promise<void> {
  const lines = [
    `IMAPStore far\nHost 127.0.0.1\nPort ${account.port}\nUser ${login.user}\nPass ${login.pass}\nSSLType None\nAuthMechs PLAIN\n`,
    `MaildirStore near\nPath ${mail}/\nInbox ${mail}/INBOX\nSubFolders Verbatim\n`,
    'Channel all\nFar :far:\nNear :near:\nPatterns *\nCreate Both\nRemove Both\nExpunge Both\nCopyArrivalDate yes\nSyncState *\n',
  ];
  const file = path.join(folder, 'mbsyncrc');
  writeFileSync(file, lines.join('\n'), { mode: 0o600 });
  const result = await runTool(needTool('mbsync', 'isync'), ['--config', file, '--all'], { env: { HOME: folder } });
  expect(result.code, result.stdout + result.stderr).toBe(0);
}

async function bringTo(mailboxId: number, names: string[]): Promise<void> {
  const items: DeliverItem[] = [];
  for (const name of names) {
    const bytes = Buffer.from(`From: alice@crepes.fr\r\nSubject: ${name}\r\nMessage-ID: <${name}@far>\r\n\r\nThis is ${name}.\r\n`);
    items.push({
      accountId: account.accountId,
      mailboxIds: [mailboxId],
      blob: await putBlob(bytes),
      prefix: null,
      rendered: renderMessage(bytes),
    });
  }
  for (let n = 0; n < items.length; n += 200) expect((await deliver(items.slice(n, n + 200))).ok).toBe(true);
}

/** By folder and Message-ID: the flags. Two of one Message-ID are an error. */
async function far(): Promise<Side> {
  const found: Side = new Map();
  for (const mailbox of await listMailboxes(account.accountId)) {
    const opened = await openMailbox(account.accountId, mailbox.mailboxId);
    const emails = new Map((await getEmails(account.accountId, opened?.emailIds ?? [])).map((email) => [email.emailId, email]));
    for (const [n, emailId] of (opened?.emailIds ?? []).entries()) {
      const email = emails.get(emailId);
      const id = email ? messageId((await readMessage(email)).toString()) : '';
      const flags = Object.entries(letters).flatMap(([letter, bit]) => ((opened?.flags[n] ?? 0) & bit ? [letter] : []));
      put(found, `${mailbox.role === 'inbox' ? 'INBOX' : mailbox.name} ${id}`, flags.join(''));
    }
  }
  return found;
}

function near(): Side {
  const found: Side = new Map();
  for (const name of readdirSync(mail)) {
    for (const file of filesOf(name)) {
      const flags = /:2,([A-Z]*)$/.exec(file)?.[1] ?? '';
      put(found, `${name} ${messageId(readFileSync(file, 'utf8'))}`, [...flags].filter((letter) => letter in letters).join(''));
    }
  }
  return found;
}

function put(side: Side, key: string, flags: string): void {
  if (side.has(key)) throw new Error(`${key} is there twice`);
  side.set(key, flags);
}

const messageId = (text: string) => /^Message-ID: <(.*)>$/m.exec(text.replaceAll('\r', ''))?.[1] ?? '';
const filesOf = (name: string) =>
  ['cur', 'new'].flatMap((kind) => readdirSync(path.join(mail, name, kind)).map((file) => path.join(mail, name, kind, file)));
const sorted = (side: Side) => [...side].map(([key, flags]) => `${key} ${flags}`).sort();

test('three rounds', { timeout: 300_000 }, async () => {
  mkdirSync(mail, { recursive: true });
  const inbox = (await findMailboxByRole(account.accountId, 'inbox'))?.mailboxId ?? 0;
  const made = await createMailbox(account.accountId, { name: 'Projects', parentId: null });
  if (!made.ok) throw new Error(made.reason);
  const projects = made.value.mailboxId;
  await bringTo(
    inbox,
    Array.from({ length: 1500 }, (_, n) => `in-${n}`),
  );
  await bringTo(
    projects,
    Array.from({ length: 497 }, (_, n) => `pro-${n}`),
  ); // with the three of the account 2,000
  await sync();
  const wanted = await far();
  expect(wanted.size).toBe(2000);
  expect(sorted(near())).toEqual(sorted(wanted));

  let shelf = 'Projects';
  for (let round = 1; round <= 3; round++) {
    const before = near();
    // There: flags, deletions, new ones.
    const opened = await openMailbox(account.accountId, inbox);
    const uids = (opened?.uids ?? []).slice(round * 20);
    await storeFlags(account.accountId, inbox, uids.slice(0, 100), { mode: 'add', flags: Flag.flagged | Flag.seen, keywords: null });
    await storeFlags(account.accountId, inbox, uids.slice(50, 80), { mode: 'remove', flags: Flag.seen, keywords: null });
    const gone = uids.slice(200, 240);
    await expunge(account.accountId, inbox, gone, false);
    await bringTo(
      inbox,
      Array.from({ length: 25 }, (_, n) => `there-${round}-${n}`),
    );
    // Here: the same, of others.
    const here = filesOf(shelf).sort();
    for (const file of here.slice(0, 60))
      renameSync(file, path.join(mail, shelf, 'cur', `${path.basename(file).replace(/:2,.*$/, '')}:2,RS`));
    for (const file of here.slice(100, 130)) rmSync(file);
    for (let n = 0; n < 20; n++) {
      const text = `From: bob@hamburger.edu\nSubject: here ${round} ${n}\nMessage-ID: <here-${round}-${n}@near>\n\nhello\n`;
      writeFileSync(path.join(mail, shelf, 'cur', `17000${round}0000.${n}.here:2,S`), text);
    }
    await sync();
    const [there, now] = [await far(), near()];
    expect(sorted(now)).toEqual(sorted(there));
    expect(now.size).toBe(before.size - gone.length + 25 - 30 + 20);

    // The folder gets another name: there, where mbsync sees one go and one come.
    const next = `Projects ${round}`;
    expect((await updateMailbox(account.accountId, projects, { name: next })).ok).toBe(true);
    rmSync(path.join(mail, shelf), { recursive: true });
    await sync();
    shelf = next;
    expect(sorted(near())).toEqual(sorted(await far()));
    expect(near().size).toBe(now.size);
  }
});
