/**
 * Every message of the corpus goes in by APPEND and comes back byte for byte, whatever is wrong with it; and what FETCH says of it is
 * read without complaint by imapflow, whose parser no one here wrote.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveImap } from '#server/imap/serve.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';

const corpus = path.resolve(import.meta.dirname, '../../../shared/corpus');
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let listener: Awaited<ReturnType<typeof startListener>>;
let client: ImapFlow;
beforeAll(async () => {
  listener = await startListener(serveImap, 'imap');
  await makeAccount('corpus@hamburger.edu', 'hungry');
  const auth = { user: 'corpus@hamburger.edu', pass: 'hungry' };
  client = new ImapFlow({ host: '127.0.0.1', port: listener.port, auth, logger: false, doSTARTTLS: false });
  await client.connect();
});
afterAll(async () => {
  await client.logout();
  await listener.stop();
});

/** Whatever looks like a message: by its name, in every folder. */
function messages(): { name: string; bytes: Buffer }[] {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).sort();
  return files
    .filter((name) => /\.(eml|msg|txt|mbox|mail)(\.gz)?$/i.test(name) && statSync(path.join(corpus, name)).isFile())
    .map((name) => ({ name, bytes: readFileSync(path.join(corpus, name)) }))
    .map(({ name, bytes }) => ({ name, bytes: name.endsWith('.gz') ? gunzipSync(bytes) : bytes }))
    .filter(({ bytes }) => bytes.length > 0 && bytes.length < 5_000_000);
}

test('the corpus comes back byte for byte', async () => {
  expect(existsSync(corpus), `the corpus is not beside the project: ${corpus}`).toBe(true);
  const sent = messages();
  expect(sent.length).toBeGreaterThan(300);
  for (const { name, bytes } of sent) {
    const done = await client.append('Archive', bytes);
    expect(done && done.uid, name).toBeGreaterThan(0);
  }
  await client.mailboxOpen('Archive');
  let n = 0;
  for await (const message of client.fetch('1:*', { source: true, size: true, envelope: true, bodyStructure: true })) {
    const { name, bytes } = sent[n++] ?? { name: '', bytes: Buffer.alloc(0) };
    expect(message.size, name).toBe(bytes.length);
    expect(hash(message.source ?? Buffer.alloc(0)), name).toBe(hash(bytes));
    expect(message.bodyStructure, name).toBeDefined();
  }
  expect(n).toBe(sent.length);
});
