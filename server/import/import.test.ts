import { createReadStream, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { config } from '#server/config/config.ts';
import { fetchRows, listMailboxes, openMailbox, readMessage } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { exportAccount } from './export-account.ts';
import { importPaths } from './import-paths.ts';
import { withCrlf } from './line-ends.ts';
import { readMbox } from './read-mbox.ts';

let accounts = 0;
const newAccount = async (quotaBytes?: number) =>
  (await makeAccount(`import${++accounts}@hamburger.edu`, 'hungry', quotaBytes ? { quotaBytes } : {})).accountId;
const newFolder = () => mkdtempSync(path.join(tmpdir(), 'posthorn-import-'));

async function run(accountId: number, place: string, more: { mailboxName?: string; unquoteFrom?: boolean; maxUnpacked?: number } = {}) {
  const done = await importPaths({ accountId, paths: [place], ...more });
  if (!done.ok) throw new Error(done.reason);
  return done.value;
}

async function contents(accountId: number, mailboxName = 'INBOX') {
  const mailbox = (await listMailboxes(accountId)).find(({ name }) => name.toLowerCase() === mailboxName.toLowerCase());
  const opened = await openMailbox(accountId, mailbox?.mailboxId ?? 0);
  const found: { text: string; flags: number; receivedAt: Date }[] = [];
  for await (const page of fetchRows(accountId, mailbox?.mailboxId ?? 0, opened?.uids ?? [])) {
    for (const row of page) {
      found.push({ text: (await readMessage(row)).toString('latin1'), flags: row.flags, receivedAt: row.receivedAt });
    }
  }
  return found;
}

const texts = async (accountId: number, mailboxName?: string) => (await contents(accountId, mailboxName)).map(({ text }) => text).sort();

test('an mbox: From lines go, flags stay, lines end in CRLF; the same file twice brings nothing twice', async () => {
  const file = path.join(newFolder(), 'old mail');
  const received = 'Received: by x; Sat, 10 Jan 2026 13:30:00 +0100\n';
  writeFileSync(
    file,
    `From alice@crepes.fr Sat Jan 10 13:30:00 2026\n${received}Status: RO\nX-Status: F\nSubject: one\n\ntext\nFrom here\n\n` +
      'From bob@hamburger.edu Sat Jan 10 13:31:00 2026\nSubject: two\n\n\n',
  );
  const accountId = await newAccount();
  expect(await run(accountId, file)).toMatchObject({ imported: 2, already: 0, refused: 0, problems: [] });
  const [one, two] = await contents(accountId);
  expect(one?.text).toBe(`${received}Status: RO\nX-Status: F\nSubject: one\n\ntext\nFrom here\n`.replaceAll('\n', '\r\n'));
  expect(one?.flags).toBe(Flag.seen | Flag.flagged);
  expect(one?.receivedAt).toEqual(new Date('2026-01-10T12:30:00Z'));
  expect(two?.text).toBe('Subject: two\r\n\r\n');
  expect(await run(accountId, file)).toMatchObject({ imported: 0, already: 2, refused: 0, problems: [] });
  expect(await contents(accountId)).toHaveLength(2);
});

test('mbox and mboxrd differ in one thing: whether a quoted From line is unquoted', async () => {
  const file = path.join(newFolder(), 'mail.mbox');
  writeFileSync(
    file,
    'From a@b Sat Jan 10 13:30:00 2026\nSubject: one\nStatus: RO\n\n>From here\n>>From there\n\nFrom a@b Sat\nSubject: two\n\nend',
  );
  const plain = await newAccount();
  await run(plain, file);
  expect(await texts(plain)).toEqual(['Subject: one\r\nStatus: RO\r\n\r\n>From here\r\n>>From there\r\n', 'Subject: two\r\n\r\nend']);
  const unquoting = await newAccount();
  await run(unquoting, file, { unquoteFrom: true });
  expect(await texts(unquoting)).toContain('Subject: one\r\nStatus: RO\r\n\r\nFrom here\r\n>From there\r\n');
  const one = (await contents(plain)).find(({ text }) => text.startsWith('Subject: one'));
  expect(one?.flags).toBe(Flag.seen);
});

test('a Maildir with its flags, and its folders beside it', async () => {
  const folder = newFolder();
  for (const part of ['cur', 'new', 'tmp', '.Sub/cur', '.Sub/new']) mkdirSync(path.join(folder, part), { recursive: true });
  writeFileSync(path.join(folder, 'cur', '1.a:2,FRS'), 'Subject: flagged\n\nx\n');
  writeFileSync(path.join(folder, 'new', '2.b'), 'Subject: new\n\nx\n');
  writeFileSync(path.join(folder, 'tmp', '3.c'), 'Subject: half\n');
  writeFileSync(path.join(folder, '.Sub/cur', '4.d:2,D'), 'Subject: sub\n\nx\n');
  writeFileSync(path.join(folder, 'dovecot-uidlist'), 'no mail');
  const accountId = await newAccount();
  expect((await run(accountId, folder, { mailboxName: 'Old/Mail' })).imported).toBe(3);
  const found = (await contents(accountId, 'Mail')).map(({ text, flags }) => [text.split('\r\n')[0], flags]);
  expect(found).toContainEqual(['Subject: flagged', Flag.flagged | Flag.answered | Flag.seen]);
  expect(found).toContainEqual(['Subject: new', 0]);
  expect(found).toContainEqual(['Subject: sub', Flag.draft]);
});

async function tarOf(entries: [name: string, text: string][]): Promise<Buffer> {
  const archive = pack();
  for (const [name, text] of entries) archive.entry({ name }, Buffer.from(text, 'latin1'));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A zip archive as its specification lays it out: local headers with deflated data, the central directory, its end (APPNOTE §4.3). */
function zipOf(entries: [name: string, text: string][]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  for (const [name, text] of entries) {
    const packed = deflateRawSync(text);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0); // version needed
    facts.writeUInt16LE(8, 4); // deflate
    facts.writeUInt32LE(crc32(text), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(Buffer.byteLength(text), 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14); // comment, disk and attributes are nothing; then the offset of the local header
    place.writeUInt32LE(Buffer.concat(locals).length, 10);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name), packed);
    centrals.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, place, Buffer.from(name));
  }
  const [files, directory] = [Buffer.concat(locals), Buffer.concat(centrals)];
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(files.length, 12);
  return Buffer.concat([files, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

test('a zip: messages, an mbox, folders; what a computer adds of its own is left out', async () => {
  const file = path.join(newFolder(), 'mail.zip');
  writeFileSync(
    file,
    zipOf([
      ['mail/1.eml', 'Subject: in zip\n\none\n'],
      ['mail/deeper/2.eml', 'Subject: deeper\r\n\r\ntwo'],
      ['__MACOSX/mail/._1.eml', 'a shadow'],
      ['box.mbox', 'From x@y Sat\nSubject: mbox 1\n\nx\n\nFrom x@y Sat\nSubject: mbox 2\n\nx\n'],
    ]),
  );
  const accountId = await newAccount();
  expect(await run(accountId, file)).toMatchObject({ imported: 4, already: 0, refused: 0, problems: [] });
  expect(await texts(accountId)).toEqual([
    'Subject: deeper\r\n\r\ntwo',
    'Subject: in zip\r\n\r\none\r\n',
    'Subject: mbox 1\r\n\r\nx\r\n',
    'Subject: mbox 2\r\n\r\nx\r\n',
  ]);
  expect(await run(accountId, file)).toMatchObject({ imported: 0, already: 4 });
});

test('a folder of files and archives; one bad file does not stop the rest', async () => {
  const folder = newFolder();
  const tar = await tarOf([
    ['mail/1.eml', 'From x@y Sat\nSubject: in tar\n\n.\n'],
    ['mail/._1.eml', 'a shadow'],
    ['mail/box.mbox', 'From x@y Sat\nSubject: mbox 1\n\nx\n\nFrom x@y Sat\nSubject: mbox 2\n\nx\n'],
  ]);
  writeFileSync(path.join(folder, 'a.tar'), tar);
  writeFileSync(path.join(folder, 'b.tar.gz'), gzipSync(await tarOf([['2', 'Subject: in tar.gz\r\n\r\nbare\rCR and \0 NUL\r\n']])));
  writeFileSync(path.join(folder, 'broken.tar.gz'), gzipSync(tar).subarray(0, 60));
  writeFileSync(path.join(folder, 'broken.tar.xz'), 'no xz');
  writeFileSync(path.join(folder, 'broken.zip'), 'no zip');
  writeFileSync(path.join(folder, 'empty.eml'), '');
  writeFileSync(path.join(folder, 'one.eml.gz'), gzipSync('Subject: in gz\n\nx'));
  mkdirSync(path.join(folder, 'deep', 'deeper'), { recursive: true });
  writeFileSync(path.join(folder, 'deep', 'deeper', 'x.eml'), 'no header at all\n');
  const accountId = await newAccount();
  const report = await run(accountId, folder);
  expect(report.problems.map(({ source }) => path.basename(source)).sort()).toEqual([
    'broken.tar.gz',
    'broken.tar.xz',
    'broken.zip',
    'empty.eml',
  ]);
  expect(report).toMatchObject({ imported: 6, already: 0, refused: 4 });
  expect(await texts(accountId)).toEqual([
    'Subject: in gz\r\n\r\nx',
    'Subject: in tar\r\n\r\n.\r\n',
    'Subject: in tar.gz\r\n\r\nbare\rCR and \0 NUL\r\n',
    'Subject: mbox 1\r\n\r\nx\r\n',
    'Subject: mbox 2\r\n\r\nx\r\n',
    'no header at all\r\n',
  ]);
  expect(await run(accountId, folder)).toMatchObject({ imported: 0, already: 6, refused: 4 });
});

test('what unpacks to more than an import may hold is read no further', async () => {
  const folder = newFolder();
  const box = 'From x@y Sat\nSubject: first\n\nx\n\nFrom x@y Sat\nSubject: bomb\n\n';
  const zeros = Buffer.alloc(2_000_000);
  writeFileSync(path.join(folder, 'a.mbox.gz'), gzipSync(Buffer.concat([Buffer.from(box), zeros])));
  writeFileSync(path.join(folder, 'b.tar.gz'), gzipSync(await tarOf([['box.mbox', box + zeros.toString('latin1')]])));
  writeFileSync(path.join(folder, 'c.eml.gz'), gzipSync(Buffer.alloc(config().maxMessageSize + 1)));
  writeFileSync(path.join(folder, 'd.zip'), zipOf([['box.mbox', box + zeros.toString('latin1')]]));
  writeFileSync(path.join(folder, 'e.mbox.gz'), gzipSync(box.slice(0, -2)));
  const { problems, imported } = await run(await newAccount(), folder, { maxUnpacked: 1_000_000 });
  const reasons = problems.map(({ source, reason }) => [path.basename(source), reason.split(':')[0]]);
  const tooMuch = 'it unpacks to more than 1000000 octets';
  expect(reasons).toEqual([
    ['a.mbox.gz', tooMuch],
    ['b.tar.gz', tooMuch],
    ['c.eml', expect.stringMatching(/^it is larger than \d+ octets/)],
    ['d.zip', tooMuch],
  ]);
  expect(imported).toBeGreaterThan(0); // what came before
});

test('a path that is not there and a full mailbox are reported', async () => {
  const accountId = await newAccount(1000);
  const folder = newFolder();
  writeFileSync(path.join(folder, 'large.eml'), `Subject: large\n\n${'x'.repeat(2000)}`);
  writeFileSync(path.join(folder, 'small.eml'), 'Subject: small\n\nx');
  expect(await run(accountId, folder)).toMatchObject({ imported: 1, refused: 1 });
  const [problem] = (await run(accountId, path.join(folder, 'nowhere'))).problems;
  expect(problem?.reason).toContain('ENOENT');
});

test.each(['maildir', 'eml', 'mbox'] as const)('what is exported as %s is imported again as it was', async (format) => {
  const folder = newFolder();
  const letters = ['Subject: 1\r\n\r\nFrom me\r\n>From you\r\n', 'Subject: 2\r\n\r\n.\r\n\r\n\r\n', 'Subject: 3\r\n\r\nlast\r\n'];
  for (const [index, text] of letters.entries()) writeFileSync(path.join(folder, `${index}.eml`), text);
  const from = await newAccount();
  await run(from, folder);
  await run(from, folder, { mailboxName: 'a:b/c' });
  const to = newFolder();
  expect((await exportAccount({ accountId: from, format, to })).messages).toBe(6);
  expect(readdirSync(to)).toContain('a_b');
  const again = await newAccount();
  const report = await run(again, path.join(to, format === 'mbox' ? 'INBOX.mbox' : 'INBOX'), { unquoteFrom: true });
  expect(report).toMatchObject({ imported: 3, refused: 0 });
  expect(await texts(again)).toEqual(letters);
});

test('mailboxes whose names a file cannot have do not fall together', async () => {
  const folder = newFolder();
  writeFileSync(path.join(folder, '1.eml'), 'Subject: 1\r\n\r\none\r\n');
  const from = await newAccount();
  for (const mailboxName of ['a:b', 'a?b', 'A:B']) await run(from, folder, { mailboxName });
  for (const format of ['mbox', 'eml', 'maildir'] as const) {
    const to = newFolder();
    await exportAccount({ accountId: from, format, to });
    const { imported, already } = await run(await newAccount(), to);
    expect(imported + already).toBe(3);
  }
});

test('a message of nothing but line ends is no heavier than its octets', async () => {
  const file = path.join(newFolder(), 'empty.mbox');
  writeFileSync(file, Buffer.concat([Buffer.from('From x\nSubject: x\n'), Buffer.alloc(8_000_000, '\n'), Buffer.from('.\n')]));
  const before = process.memoryUsage().heapUsed;
  const sizes: number[] = [];
  let heap = 0;
  for await (const found of readMbox(createReadStream(file), file, { maxBytes: 25_000_000, maxUnpacked: Infinity, unquoteFrom: true })) {
    heap = process.memoryUsage().heapUsed - before;
    sizes.push('bytes' in found ? found.bytes.length : 0);
  }
  expect(sizes).toEqual([8_000_000 + 'Subject: x\n.\n'.length]);
  expect(heap).toBeLessThan(300_000_000);
});

test('line ends', () => {
  expect(withCrlf(Buffer.from('a\nb\r\nc\rd\0\n\n')).toString()).toBe('a\r\nb\r\nc\rd\0\r\n\r\n');
  expect(withCrlf(Buffer.from('\n')).toString()).toBe('\r\n');
});
