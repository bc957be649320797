/** What is exported comes back: the same messages in the same mailboxes, by any unzip. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { renderMessage } from '#lib/message/render.ts';
import { createMailbox, deliver, listMailboxes, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { archiveOf } from './export-archive.ts';
import { folderOf, importPaths } from './import-paths.ts';
import { importUpload } from './import-upload.ts';
import { withPaths } from './mailbox-paths.ts';
import { zipOf, type ZipEntry } from './zip-stream.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-archive-'));

async function written(name: string, chunks: Readable): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks as AsyncIterable<Buffer>) all.push(chunk);
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.concat(all));
  return file;
}
async function entriesOf(file: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const zip = await openPromise(file, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) parts.push(part);
    found.set(entry.fileName, Buffer.concat(parts));
  }
  return found;
}

test('an archive is read by others: names, sizes, checksums', async () => {
  const big = Buffer.alloc(3_000_000, 'crêpes ');
  const entries: ZipEntry[] = [
    { name: 'Ärger/crêpe.txt', at: new Date('2026-01-02T03:04:06Z'), chunks: [Buffer.from('one '), Buffer.from('two')] },
    { name: 'empty', at: new Date(0), chunks: [] },
    { name: 'big', at: new Date(), chunks: [big] },
  ];
  const file = await written('some.zip', zipOf(entries));
  const found = await entriesOf(file);
  expect([...found.keys()]).toEqual(['Ärger/crêpe.txt', 'empty', 'big']);
  expect(found.get('Ärger/crêpe.txt')?.toString()).toBe('one two');
  expect(found.get('big')?.equals(big)).toBe(true);
  expect(execFileSync('python3', ['-m', 'zipfile', '-t', file], { encoding: 'utf8' })).toContain('Done testing');
});

test('a reader that goes away ends it, and so does a file that cannot be read', async () => {
  let isOver = false;
  const endless = (async function* (): AsyncGenerator<ZipEntry> {
    try {
      for (let count = 0; ; count++) yield { name: `${count}`, at: new Date(0), chunks: [randomBytes(100_000)] };
    } finally {
      isOver = true;
    }
  })();
  for await (const _part of zipOf(endless)) break;
  await expect.poll(() => isOver).toBe(true);
  const broken = zipOf([{ name: 'broken', at: new Date(0), chunks: faulty() }]);
  await expect(written('broken.zip', broken)).rejects.toThrow('it cannot be read');
});

function* faulty(): Generator<Buffer> {
  yield Buffer.from('one');
  throw new Error('it cannot be read');
}

async function filled(email: string): Promise<number> {
  const { accountId } = await makeAccount(email, 'hungry');
  const inbox = (await listMailboxes(accountId)).find(({ role }) => role === 'inbox');
  const work = await createMailbox(accountId, { name: 'Work', parentId: null });
  if (!work.ok || !inbox) throw new Error('no mailbox');
  const reports = await createMailbox(accountId, { name: 'Reports', parentId: work.value.mailboxId });
  if (!reports.ok) throw new Error(reports.reason);
  for (const [index, mailboxId] of [inbox.mailboxId, reports.value.mailboxId, reports.value.mailboxId].entries()) {
    const bytes = Buffer.from(`From: a@crepes.fr\r\nSubject: letter ${index}\r\n\r\nFrom here\r\n>From there\r\n`);
    const done = await deliver([
      { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) },
    ]);
    if (!done.ok) throw new Error(done.reason);
  }
  return accountId;
}
const counts = async (accountId: number) =>
  Object.fromEntries(
    withPaths(await listMailboxes(accountId)).flatMap(({ mailbox, names }) =>
      mailbox.total > 0 ? [[names.join('/'), mailbox.total]] : [],
    ),
  );

test.each(['mbox', 'eml'] as const)('an account goes out and comes in elsewhere, as %s', async (format) => {
  const from = await filled(`from-${format}@crepes.fr`);
  const file = await written(`account-${format}.zip`, archiveOf(from, format));
  const names = [...(await entriesOf(file)).keys()];
  expect(names).toContain(format === 'mbox' ? 'Work/Reports.mbox' : 'Work/Reports/0000002.eml');
  expect(names).toEqual(expect.arrayContaining(['contacts.vcf', 'identities.json', 'settings.json']));
  const { accountId } = await makeAccount(`to-${format}@crepes.fr`, 'hungry');
  const lines: string[] = [];
  const body = Readable.toWeb(
    Readable.from([await import('node:fs/promises').then(({ readFile }) => readFile(file))]),
  ) as ReadableStream<Uint8Array>;
  for await (const part of importUpload({ accountId, body, name: 'account.zip', mailboxName: 'INBOX', keepFolders: true }))
    lines.push(Buffer.from(part).toString());
  expect(JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '')).toMatchObject({ state: 'done', imported: 3 });
  expect(await counts(accountId)).toEqual({ INBOX: 1, 'Work/Reports': 2 });
  const again = await importPaths({ accountId, paths: [file], keepFolders: true, unquoteFrom: true });
  expect(again.ok && again.value).toMatchObject({ imported: 0, already: 3 });
});

test('an account brings in one file at a time, as the disk is for all', async () => {
  const { accountId } = await makeAccount('twice@crepes.fr', 'hungry');
  const upload = (body: ReadableStream<Uint8Array>) =>
    importUpload({ accountId, body, name: 'x.eml', mailboxName: 'INBOX', keepFolders: false });
  const letter = Buffer.from('Subject: x\r\n\r\nx\r\n');
  const slow = new TransformStream<Uint8Array, Uint8Array>();
  const first = upload(slow.readable);
  expect(await new Response(upload(new Response(letter).body as ReadableStream<Uint8Array>)).text()).toMatch(
    /"state":"failed".*Another file is being read/,
  );
  const writer = slow.writable.getWriter();
  await writer.write(letter);
  await writer.close();
  expect(await new Response(first).text()).toMatch(/"state":"done","imported":1/);
  expect(await new Response(upload(new Response(letter).body as ReadableStream<Uint8Array>)).text()).toMatch(/"already":1/);
});

test('a file that is no mail is refused with its reason, and nothing is left on the disk', async () => {
  const { accountId } = await makeAccount('odd@crepes.fr', 'hungry');
  const lines: string[] = [];
  const body = Readable.toWeb(Readable.from([Buffer.from('PK\x03\x04 no archive at all')])) as ReadableStream<Uint8Array>;
  for await (const part of importUpload({ accountId, body, name: '../../etc/odd.zip', mailboxName: 'INBOX', keepFolders: false }))
    lines.push(Buffer.from(part).toString());
  const last = JSON.parse(lines.join('').trim().split('\n').at(-1) ?? '') as {
    imported: number;
    refused: number;
    problems: { source: string }[];
  };
  expect(last).toMatchObject({ imported: 0, refused: 1 });
  expect(last.problems[0]?.source).toBe('odd.zip');
});

test.each([
  ['INBOX.mbox:1', 'INBOX'],
  ['Work/Reports.mbox', 'Work/Reports'],
  ['Work/Reports/0001.eml', 'Work/Reports'],
  ['../../etc/x.eml', 'etc'],
  ['x.eml', ''],
])('%s is in %s', (source, wanted) => expect(folderOf(source)).toBe(wanted));
