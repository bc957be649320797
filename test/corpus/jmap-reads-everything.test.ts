/** Every message of the corpus, however broken, opens by JMAP with everything that can be asked of an Email. */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { extract } from 'tar-stream';
import { XzReadableStream } from 'xz-decompress';
import { expect, test } from 'vitest';
import type { EmailBodyPart, JmapEmail } from '#lib/jmap/types.ts';
import { renderMessage } from '#lib/message/render.ts';
import { bodyProperties, headProperties } from '#server/jmap/email/email-object.ts';
import { parsedEmail } from '#server/jmap/email/email-source.ts';
import { defaultParseProperties, readPropertyRequest } from '#server/jmap/email/properties.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/corpus');
const forms = [
  'To:asAddresses',
  'Cc:asGroupedAddresses',
  'Subject:asText',
  'References:asMessageIds',
  'Date:asDate',
  'Received:all',
  'List-Post:asURLs',
];
const request = readPropertyRequest(
  {
    properties: [...defaultParseProperties, 'headers', 'bodyStructure', 'size', 'blobId', ...forms.map((form) => `header:${form}`)],
    bodyProperties: [
      'partId',
      'blobId',
      'size',
      'name',
      'type',
      'charset',
      'disposition',
      'cid',
      'language',
      'location',
      'headers',
      'subParts',
    ],
    fetchAllBodyValues: true,
    maxBodyValueBytes: 100_000,
  },
  [],
);

type Message = [name: string, bytes: Buffer];

async function* everyMessage(folder: string): AsyncGenerator<Message> {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) yield* everyMessage(file);
    else if (name.endsWith('.tar.xz')) yield* archived(file);
    else yield [file, readFileSync(file)];
  }
}

/** Each begins with an mbox `From ` line, which is no part of it. */
async function* archived(file: string): AsyncGenerator<Message> {
  const unpacked = new XzReadableStream(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>);
  for await (const entry of Readable.fromWeb(unpacked as NodeReadableStream).pipe(extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    if (entry.header.type === 'file')
      yield [`${file}/${entry.header.name}`, bytes.subarray(/^From .*\n/.exec(bytes.toString('latin1', 0, 1000))?.[0].length ?? 0)];
  }
}

const leaves = (part: EmailBodyPart): EmailBodyPart[] =>
  part.type.startsWith('multipart/') ? (part.subParts ?? []).flatMap(leaves) : [part];

test('every file', async () => {
  let count = 0;
  for await (const [file, bytes] of everyMessage(corpus)) {
    if (bytes.length > 5_000_000) continue;
    const source = parsedEmail(bytes, renderMessage(bytes), (part = '') => `B${part}`);
    const email = { ...(await headProperties(source, request)), ...(await bodyProperties(source, request)) } as unknown as JmapEmail;
    const parts = leaves(email.bodyStructure);
    const ids = parts.map(({ partId }) => partId);
    expect(new Set(ids).size, file).toBe(ids.length);
    for (const list of [email.textBody, email.htmlBody, email.attachments])
      for (const { partId } of list) expect(ids, file).toContain(partId);
    const texts = parts.filter(({ type }) => type.startsWith('text/'));
    expect(Object.keys(email.bodyValues).sort(), file).toEqual(texts.map(({ partId }) => partId).sort());
    expect(email.preview.length, file).toBeLessThanOrEqual(256);
    expect(JSON.stringify(email).length).toBeGreaterThan(0);
    count++;
  }
  expect(count).toBeGreaterThan(6800);
});
