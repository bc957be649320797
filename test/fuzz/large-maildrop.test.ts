/** POP3 with a mailbox of 100,000: it opens, lists, tells every unique id once, reads the last and deletes the first. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { copyMessages, deliver, findMailboxByRole, getMailbox, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { TranscriptSession } from '../harness/transcript-session.ts';

const count = 100_000;
const step = 2000;
let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  listener = await startListener(servePop3, 'pop3');
});
afterAll(() => listener.stop());

test('a mailbox of 100,000', { timeout: 600_000 }, async () => {
  const { accountId } = await makeAccount('large@hamburger.edu', 'hungry');
  const mailboxId = (await findMailboxByRole(accountId, 'archive'))?.mailboxId ?? 0;
  const inboxId = (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0;
  const items = [];
  for (let n = 0; n < step; n++) {
    const bytes = Buffer.from(`Subject: letter ${n}\r\n\r\nnumber ${n}\r\n`);
    items.push({ accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) });
  }
  for (let n = 0; n < step; n += 200) expect((await deliver(items.slice(n, n + 200))).ok).toBe(true);
  const uids = Array.from({ length: step }, (_, n) => n + 1);
  for (let n = 0; n < count; n += step) expect((await copyMessages(accountId, mailboxId, uids, inboxId)).ok).toBe(true);

  const session = await TranscriptSession.connect(listener.port);
  const say = (text: string) => session.send(Buffer.from(`${text}\r\n`));
  const listing = async (): Promise<string[]> => {
    const lines: string[] = [];
    for (let line = await session.readLine(); line !== '.'; line = await session.readLine()) lines.push(line);
    return lines;
  };
  say('USER large@hamburger.edu\r\nPASS hungry\r\nSTAT');
  expect(await session.readLine()).toBe('+OK POP3 server ready');
  expect(await session.readLine()).toBe('+OK');
  expect(await session.readLine()).toBe('+OK user successfully logged on');
  expect(await session.readLine()).toMatch(/^\+OK 100000 \d+$/);
  say('UIDL');
  const [head, ...ids] = await listing();
  expect(head).toBe('+OK 100000 messages');
  expect(new Set(ids.map((line) => line.split(' ')[1])).size).toBe(count);
  say(`LIST ${count}`);
  expect(await session.readLine()).toMatch(/^\+OK 100000 \d+$/);
  say(`RETR ${count}`);
  expect(await listing()).toContain(`number ${step - 1}`);
  say('DELE 1\r\nQUIT');
  expect(await session.readLine()).toBe('+OK message 1 deleted');
  expect(await session.readLine()).toBe('+OK POP3 server signing off');
  expect((await getMailbox(accountId, inboxId))?.total).toBe(count - 1);
});
