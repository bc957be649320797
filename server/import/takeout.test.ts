/** Made-up files of Takeout, and trees of mailboxes as programs leave them on a disk. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { checkStore, closeDatabase, fetchRows, listMailboxes, openMailbox, readMessage } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { importPaths } from './import-paths.ts';
import { readTakeout } from './takeout.ts';

afterAll(closeDatabase);
const newFolder = () => mkdtempSync(path.join(tmpdir(), 'posthorn-takeout-'));
const message = (id: string, more = '') =>
  `${more}From: chef@crepes.fr\nSubject: ${id}\nMessage-ID: <${id}@x>\nDate: Sat, 10 Jan 2026 13:30:00 +0100\n\nText of ${id}\n`;
const gmail = (id: string, labels: string, thread = '1') =>
  `From ${thread}@xxx Sat Jan 10 12:30:00 +0000 2026\n${message(id, `X-GM-THRID: ${thread}\nX-Gmail-Labels: ${labels}\n`)}\n`;

async function run(accountId: number, place: string) {
  const done = await importPaths({ accountId, paths: [place], keepFolders: true, unquoteFrom: true });
  if (!done.ok) throw new Error(done.reason);
  return done.value;
}
interface Seen {
  places: string[];
  flags: number;
  keywords: string[] | null;
  threadId: number;
  text: string;
}
/** By subject. */
async function contents(accountId: number): Promise<Record<string, Seen>> {
  const boxes = await listMailboxes(accountId);
  const found: Record<string, Seen> = {};
  for (const box of boxes) {
    const parent = boxes.find(({ mailboxId }) => mailboxId === box.parentId);
    const { uids = [] } = (await openMailbox(accountId, box.mailboxId)) ?? {};
    for await (const page of fetchRows(accountId, box.mailboxId, uids))
      for (const row of page) {
        const text = (await readMessage(row)).toString();
        const subject = /^Subject: (.*)\r$/m.exec(text)?.[1] ?? '';
        const one = (found[subject] ??= { places: [], flags: row.flags, keywords: row.keywords, threadId: row.threadId, text });
        one.places.push(parent ? `${parent.name}/${box.name}` : box.name);
      }
  }
  return found;
}

test('Takeout: labels are mailboxes and flags, a conversation stays one, the message is as it was sent', async () => {
  const file = path.join(newFolder(), 'All mail Including Spam and Trash.mbox');
  writeFileSync(
    file,
    gmail('one', 'Inbox,Important,Opened,Category Updates', '7') +
      gmail('two', 'Sent,Work/Reports,Starred,"a, b"', '7') +
      gmail('three', '=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Non_lus,B=C3=BCro?=') +
      gmail('four', 'Archived,Opened') +
      gmail('five', 'Unread,\n Spam') +
      gmail('six', 'Entwürfe') +
      gmail('seven', 'Papierkorb,Ungelesen'),
  );
  const { accountId } = await makeAccount('takeout@hamburger.edu', 'hungry');
  const report = await run(accountId, file);
  expect(report).toMatchObject({ imported: 7, already: 0, refused: 0 });
  expect(report.folders.find(({ folder }) => folder === 'inbox')).toMatchObject({ found: 2, imported: 2 });
  const seen = await contents(accountId);
  expect(Object.fromEntries(Object.entries(seen).map(([subject, { places, flags }]) => [subject, [places.sort(), flags]]))).toEqual({
    one: [['INBOX'], Flag.seen],
    two: [['Sent', 'Work/Reports', 'a, b'].sort(), Flag.seen | Flag.flagged],
    three: [['Büro', 'INBOX'].sort(), 0],
    four: [['Archive'], Flag.seen],
    five: [['Junk'], 0],
    six: [['Drafts'], Flag.seen | Flag.draft],
    seven: [['Trash'], 0],
  });
  expect(seen.one?.keywords).toEqual(['$important', 'category-updates']);
  expect(seen.one?.threadId).toBe(seen.two?.threadId);
  expect(seen.four?.threadId).not.toBe(seen.one?.threadId);
  expect(seen.one?.text).toBe(message('one').replaceAll('\n', '\r\n'));
  expect(await run(accountId, file)).toMatchObject({ imported: 0, already: 7 });
  expect(await checkStore()).toEqual([]);
});

test('what is no message of Takeout is left alone', () => {
  expect(readTakeout(Buffer.from(message('x')))).toBeNull();
  expect(readTakeout(Buffer.from('Subject: x\n\nX-Gmail-Labels: Inbox\n'))).toBeNull();
  expect(readTakeout(Buffer.from('X-Gmail-Labels:'))).toMatchObject({ roles: ['archive'], thread: null });
});

test('a Maildir++ with its folders, flags and keywords', async () => {
  const root = path.join(newFolder(), 'Maildir');
  for (const folder of ['', '.Work', '.Work.B&APw-ro']) {
    for (const part of ['cur', 'new', 'tmp']) mkdirSync(path.join(root, folder, part), { recursive: true });
    const name = `Maildir${folder}`;
    writeFileSync(path.join(root, folder, 'cur', '1.M1P1.host:2,FSa'), message(name));
  }
  writeFileSync(path.join(root, '.Work', 'dovecot-keywords'), '0 Pancakes\n1 $Forwarded\n');
  writeFileSync(path.join(root, '.Work', 'cur', '2.M1P1.host:2,b'), message('forwarded'));
  writeFileSync(path.join(root, 'dovecot-uidlist'), '3 V1 N1\n');
  const { accountId } = await makeAccount('maildir@hamburger.edu', 'hungry');
  expect(await run(accountId, root)).toMatchObject({ imported: 4, refused: 0, problems: [] });
  const seen = await contents(accountId);
  expect(
    Object.fromEntries(Object.entries(seen).map(([subject, { places, flags, keywords }]) => [subject, [places, flags, keywords]])),
  ).toEqual({
    Maildir: [['INBOX'], Flag.seen | Flag.flagged, null],
    'Maildir.Work': [['Work'], Flag.seen | Flag.flagged, ['pancakes']],
    'Maildir.Work.B&APw-ro': [['Work/Büro'], Flag.seen | Flag.flagged, null],
    forwarded: [['Work'], Flag.forwarded, null],
  });
});

test("a tree of mboxes: a program's own files are passed by, and folders below a mailbox are below it here", async () => {
  const root = newFolder();
  const mbox = (subject: string) => `From x Sat Jan 10 12:30:00 2026\nStatus: RO\n${message(subject)}\n`;
  mkdirSync(path.join(root, 'Work.sbd'));
  writeFileSync(path.join(root, 'Inbox'), mbox('first'));
  writeFileSync(path.join(root, 'Work'), mbox('second') + mbox('third'));
  writeFileSync(path.join(root, 'Work.msf'), '// <!-- <mdb:mork:z v="1.4"/> -->\n');
  writeFileSync(path.join(root, 'Work.sbd', 'Reports'), mbox('fourth'));
  const { accountId } = await makeAccount('tree@hamburger.edu', 'hungry');
  const report = await run(accountId, root);
  expect(report).toMatchObject({ imported: 4, refused: 0, problems: [] });
  expect(report.folders.map(({ folder, found }) => [folder, found]).sort()).toEqual([
    ['Inbox', 1],
    ['Work', 2],
    ['Work/Reports', 1],
  ]);
  const seen = await contents(accountId);
  expect(Object.fromEntries(Object.entries(seen).map(([subject, { places, flags }]) => [subject, [places, flags]]))).toEqual({
    first: [['INBOX'], Flag.seen],
    second: [['Work'], Flag.seen],
    third: [['Work'], Flag.seen],
    fourth: [['Work/Reports'], Flag.seen],
  });
});
