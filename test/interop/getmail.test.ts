/** getmail collects by POP3 and by IMAP, for a program of the user's: all, then what is new, then with deletion. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePop3 } from '#server/pop3/serve.ts';
import { findMailboxByRole } from '#server/store/index.ts';
import { startListener } from '../harness/listener.ts';
import { imapAccount, letters, login } from './imap-account.ts';
import { needTool } from './needed-program.ts';
import { runTool } from './run-tool.ts';

const account = imapAccount();
let pop3: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  pop3 = await startListener(servePop3, 'pop3');
});
afterAll(() => pop3.stop());

function collector(type: 'SimplePOP3Retriever' | 'SimpleIMAPRetriever') {
  const home = mkdtempSync(path.join(tmpdir(), 'posthorn-getmail-'));
  const mail = path.join(home, 'mail');
  mkdirSync(mail);
  const collect = async (options: string) => {
    const port = type === 'SimplePOP3Retriever' ? pop3.port : account.port;
    const retriever = `[retriever]\ntype = ${type}\nserver = 127.0.0.1\nport = ${port}\nusername = ${login.user}\npassword = ${login.pass}\n`;
    // Its own Maildir delivery refuses to run as root.
    const mda = `type = MDA_external\npath = /bin/sh\narguments = ('-c', 'cat > $(mktemp ${mail}/XXXXXXXX)')\nallow_root_commands = true\n`;
    const rest = `[destination]\n${mda}[options]\nverbose = 1\n${options}\n`;
    writeFileSync(path.join(home, 'rc'), retriever + rest, { mode: 0o600 });
    const result = await runTool(needTool('getmail', 'getmail6'), ['--getmaildir', home, '--rcfile', 'rc'], { env: { HOME: home } });
    expect(result.code, result.stdout + result.stderr).toBe(0);
  };
  const collected = () => readdirSync(mail).map((file) => readFileSync(path.join(mail, file), 'utf8'));
  return { collect, collected };
}

const left = async () => (await findMailboxByRole(account.accountId, 'inbox'))?.total;

test.each(['SimplePOP3Retriever', 'SimpleIMAPRetriever'] as const)('%s', async (type) => {
  const { collect, collected } = collector(type);
  await collect('read_all = false');
  expect(collected()).toHaveLength(letters.length);
  for (const n of [1, 2, 3]) expect(collected().filter((text) => text.includes(`.A dot, crêpes, and number ${n}\n`))).toHaveLength(1);
  expect(await left()).toBe(letters.length);
  await collect('read_all = false');
  expect(collected()).toHaveLength(letters.length); // it knows them by their unique ids
  await account.deliverLetter(`Subject: one more for ${type}\r\n\r\nhello\r\n`);
  await collect('read_all = false\ndelete = true');
  expect(collected().filter((text) => text.includes(`one more for ${type}`))).toHaveLength(1);
  expect(await left()).toBe(0);
  for (const letter of letters) await account.deliverLetter(letter);
});
