/** curl: lists, reads byte for byte, and deletes over POP3, also behind STLS. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { deliver, findMailboxByRole, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { runTool } from './run-tool.ts';
import { needTool } from './needed-program.ts';

const letters = [1, 2].map((n) => `From: alice@crepes.fr\r\nSubject: letter ${n}\r\n\r\n.a dot, crêpes\r\n..\r\n`);
let listener: Awaited<ReturnType<typeof startListener>>;

beforeAll(async () => {
  listener = await startListener(servePop3, 'pop3');
  const { accountId } = await makeAccount('bob@hamburger.edu', 'hungry');
  const inbox = await findMailboxByRole(accountId, 'inbox');
  for (const letter of letters) {
    const bytes = Buffer.from(letter);
    const item = { accountId, blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) };
    expect((await deliver([{ ...item, mailboxIds: [inbox?.mailboxId ?? 0] }])).ok).toBe(true);
  }
});
afterAll(() => listener.stop());

async function curl(where: string, ...options: string[]): Promise<string> {
  const url = `pop3://127.0.0.1:${listener.port}/${where}`;
  const args = ['--silent', '--show-error', '--user', 'bob@hamburger.edu:hungry', ...options, url];
  const result = await runTool(needTool('curl', 'curl'), args);
  expect(result.code, result.stderr).toBe(0);
  return result.stdout;
}

test('lists, reads, deletes', async () => {
  expect(await curl('')).toBe(letters.map((letter, n) => `${n + 1} ${Buffer.byteLength(letter)}\r\n`).join(''));
  expect(await curl('1')).toBe(letters[0]);
  expect(await curl('2', '--ssl-reqd', '--insecure')).toBe(letters[1]);
  await curl('1', '--request', 'DELE', '--head');
  expect((await curl('')).split('\r\n')).toHaveLength(2);
});
