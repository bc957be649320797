/** Subject and sender of real mail, as a parser that no one here wrote reads them; and its structure behind trace lines. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import PostalMime from 'postal-mime';
import { extract } from 'tar-stream';
import { XzReadableStream } from 'xz-decompress';
import { expect, test } from 'vitest';
import { readMimeTree } from '#lib/message/mime-tree.ts';
import { prefixedTree } from '#lib/message/prefixed-tree.ts';
import { renderMessage } from '#lib/message/render.ts';

const archive = path.resolve(import.meta.dirname, '../../../shared/corpus/ordinary/spamassassin-easy-ham-2.tar.xz');

test('the second archive of ham', async () => {
  const packed = Readable.toWeb(createReadStream(archive)) as ReadableStream<Uint8Array>;
  const differences: string[] = [];
  const trace = Buffer.from(
    'Return-Path: <a@b.example>\r\nReceived: from b.example\r\n\tby c.example; Sat, 21 Nov 2026 10:00:00 +0000\r\n',
  );
  let moved = 0;
  let count = 0;
  for await (const entry of Readable.fromWeb(new XzReadableStream(packed) as NodeReadableStream).pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.type !== 'file') continue;
    const bytes = Buffer.from(
      Buffer.concat(chunks)
        .toString('latin1')
        .replace(/^From .*\n/, '')
        .replace(/\r?\n/g, '\r\n'),
      'latin1',
    );
    const ours = renderMessage(bytes);
    const theirs = await PostalMime.parse(bytes);
    const plain = (text: string | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').trim();
    const same = plain(ours.subject) === plain(theirs.subject) && (ours.headers.from?.[0]?.email ?? '') === plain(theirs.from?.address);
    if (!same)
      differences.push(
        `${entry.header.name}: ${ours.subject} | ${theirs.subject} | ${ours.headers.from?.[0]?.email} | ${theirs.from?.address}`,
      );
    count++;
    const tree = prefixedTree(trace, readMimeTree(bytes));
    if (!tree) continue;
    expect(tree, entry.header.name).toEqual(readMimeTree(Buffer.concat([trace, bytes])));
    moved++;
  }
  expect(count).toBe(1400);
  expect(moved).toBeGreaterThan(1390);
  expect(differences).toEqual([]);
});
