/**
 * All of `ordinary`, straight from its archives: without the mbox `From ` line, lines ended by CRLF, each message is in the store once,
 * and comes back byte for byte, from the store and by POP3; a second import brings nothing. Every other file of the corpus is taken too.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importPaths } from '#server/import/import-paths.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { fetchRows, findMailboxByRole, openMailbox, readMessage } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { corpus, ordinary } from './corpus-folder.ts';
import { ordinaryMail } from './ordinary-mail.ts';

const hash = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(servePop3, 'pop3');
});
afterAll(() => listener.stop());

async function storedHashes(accountId: number): Promise<string[]> {
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const opened = await openMailbox(accountId, inbox?.mailboxId ?? 0);
  const hashes: string[] = [];
  for await (const page of fetchRows(accountId, inbox?.mailboxId ?? 0, opened?.uids ?? [])) {
    for (const row of page) {
      const bytes = await readMessage(row);
      expect(bytes.length).toBe(row.size);
      hashes.push(hash(bytes));
    }
  }
  return hashes;
}

/** RETR of all, pipelined; unstuffed as RFC 1939 §3 says. A message that did not end its last line has it ended. */
async function retrievedHashes(login: string, count: number): Promise<{ whole: string; ended: string }[]> {
  const socket = net.connect(listener.port, '127.0.0.1');
  socket.write(`USER ${login}\r\nPASS hungry\r\n${Array.from({ length: count }, (_, n) => `RETR ${n + 1}\r\n`).join('')}QUIT\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks).toString('latin1');
  const found: { whole: string; ended: string }[] = [];
  let at = all.indexOf('logged on\r\n') + 11;
  while (/^\+OK \d+ octets\r\n/.test(all.slice(at, at + 40))) {
    const from = all.indexOf('\r\n', at) + 2;
    const end = all.indexOf('\r\n.\r\n', from - 2);
    const text = all.slice(from, end + 2).replaceAll(/(^|\n)\./g, '$1');
    found.push({ whole: hash(Buffer.from(text, 'latin1')), ended: hash(Buffer.from(text.slice(0, -2), 'latin1')) });
    at = end + 5;
  }
  expect(all.slice(at)).toBe('+OK POP3 server signing off\r\n');
  return found;
}

test('6,046 messages, once each, byte for byte by the store and by POP3', async () => {
  const login = 'corpus@hamburger.edu';
  const { accountId } = await makeAccount(login, 'hungry');
  const first = await importPaths({ accountId, paths: [ordinary] });
  const inbox = { folder: 'INBOX', found: 6046, refused: 0 };
  expect(first).toMatchObject({ ok: true, value: { imported: 6046, already: 0, refused: 0, problems: [] } });
  expect(first).toMatchObject({ value: { folders: [{ ...inbox, imported: 6046, already: 0 }] } });
  const stored = await storedHashes(accountId);
  expect([...stored].sort()).toEqual((await ordinaryMail()).map(hash).sort());
  const retrieved = await retrievedHashes(login, 6046);
  expect(retrieved).toHaveLength(6046);
  expect(stored.filter((sha, n) => sha !== retrieved[n]?.whole && sha !== retrieved[n]?.ended)).toEqual([]);
  const second = await importPaths({ accountId, paths: [ordinary] });
  expect(second).toMatchObject({ ok: true, value: { imported: 0, already: 6046, refused: 0, problems: [] } });
  expect(second).toMatchObject({ value: { folders: [{ ...inbox, imported: 0, already: 6046 }] } });
});

test('every other file, whatever is wrong with it', async () => {
  const { accountId } = await makeAccount('others@hamburger.edu', 'hungry');
  const paths = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'ordinary');
  const done = await importPaths({ accountId, paths: paths.map(({ name }) => path.join(corpus, name)) });
  if (!done.ok) throw new Error(done.reason);
  expect(done.value.problems.filter(({ reason }) => reason !== 'it is empty')).toEqual([]);
  expect(done.value.imported).toBeGreaterThan(500);
});
