/** fetchmail collects a mailbox over POP3, first keeping and then deleting. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { deliver, findMailboxByRole, getMailbox, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { runTool } from './run-tool.ts';
import { needTool } from './needed-program.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-fetchmail-'));
const inboxFile = path.join(folder, 'inbox');
let listener: Awaited<ReturnType<typeof startListener>>;
let inbox: { accountId: number; mailboxId: number };

beforeAll(async () => {
  listener = await startListener(servePop3, 'pop3');
  const { accountId } = await makeAccount('bob@hamburger.edu', 'hungry');
  const mailbox = await findMailboxByRole(accountId, 'inbox');
  inbox = { accountId, mailboxId: mailbox?.mailboxId ?? 0 };
  for (const number of [1, 2, 3]) {
    const bytes = Buffer.from(
      `From: alice@crepes.fr\r\nTo: bob@hamburger.edu\r\nSubject: letter ${number}\r\n\r\n.a dot, and number ${number}\r\n`,
    );
    const rendered = renderMessage(bytes);
    const done = await deliver([{ accountId, mailboxIds: [inbox.mailboxId], blob: await putBlob(bytes), prefix: null, rendered }]);
    expect(done.ok).toBe(true);
  }
});
afterAll(() => listener.stop());

async function collect(option: string) {
  const rc = path.join(folder, 'rc');
  const server = `poll 127.0.0.1 protocol pop3 port ${listener.port} uidl auth password`;
  writeFileSync(rc, `${server}\n  user "bob@hamburger.edu" password "hungry" sslproto "" mda "cat >> ${inboxFile}" ${option}\n`, {
    mode: 0o600,
  });
  const args = ['--fetchmailrc', rc, '--idfile', path.join(folder, 'ids'), '--pidfile', path.join(folder, 'pid'), '--nosyslog'];
  return runTool(needTool('fetchmail', 'fetchmail'), args, { env: { HOME: folder } });
}

test('download and keep, then nothing new, then download and delete', async () => {
  const first = await collect('keep');
  expect(first.code, first.stderr + first.stdout).toBe(0);
  const text = readFileSync(inboxFile, 'latin1');
  for (const number of [1, 2, 3]) expect(text).toContain(`.a dot, and number ${number}`);
  expect((await getMailbox(inbox.accountId, inbox.mailboxId))?.total).toBe(3);

  expect((await collect('keep')).code).toBe(1); // fetchmail's word for "no new mail"

  const last = await collect('fetchall nokeep');
  expect(last.code, last.stderr + last.stdout).toBe(0);
  expect((await getMailbox(inbox.accountId, inbox.mailboxId))?.total).toBe(0);
});
